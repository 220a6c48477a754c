-- What each role may do with what later migrations create, and the record of the migrations themselves.
--
-- Migrations run as didtron_owner. Whatever it creates, the application and the loader may read, the application may
-- also insert, and reports may read. A migration that adds a table whose rows are state (updated, deleted) grants
-- those rights itself, and one that adds a table of the loader's hands it over (ALTER TABLE … OWNER TO didtron_loader).

ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT ON TABLES TO didtron_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO didtron_loader, didtron_reporter;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO didtron_app, didtron_loader;

-- Partitions are made by the loader, long after the migrations.
ALTER DEFAULT PRIVILEGES FOR ROLE didtron_loader IN SCHEMA public
    GRANT SELECT ON TABLES TO didtron_owner, didtron_app, didtron_reporter;

CREATE TABLE schema_migration (
    path        text PRIMARY KEY,
    sha256      bytea NOT NULL,
    applied_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT schema_migration_hash_is_256_bits CHECK (octet_length(sha256) = 32)
);
REVOKE INSERT ON schema_migration FROM didtron_app;
COMMENT ON TABLE schema_migration IS 'The migrations that this database has, each with the hash of its file.';
