-- Creates the roles that the program becomes and gives them their rights on the database as a whole. Roles belong to the whole
-- cluster, not to one database, so this is no migration: the migrator runs it before every migration, and a database
-- restored into another cluster gets its roles back.
--
-- Parameters: none.
-- Reads: pg_roles. Writes: roles, memberships, rights on the database and on schema public.
-- Lock: none that is cluster-wide exists; two runs meet at the unique indexes of the role catalogs, and the later one
-- waits for the earlier and then finds the work done. A second run changes nothing.
-- Rows expected: one of create_roles, without columns.

-- name: create_roles
DO $$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['didtron_owner', 'didtron_storage', 'didtron_loader', 'didtron_app',
        'didtron_portal', 'didtron_reporter']
    LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                -- Another migration created it meanwhile.
                NULL;
            END;
        END IF;
    END LOOP;
END
$$;

-- name: grant_memberships
DO $$
DECLARE
    membership record;
BEGIN
    FOR membership IN
        -- The owner hands tables to storage; who migrates becomes every role in turn.
        SELECT *
        FROM (VALUES ('didtron_storage', 'didtron_owner'), ('didtron_storage', current_user),
            ('didtron_owner', current_user), ('didtron_loader', current_user), ('didtron_app', current_user),
            ('didtron_portal', current_user), ('didtron_reporter', current_user),
            -- The login of a private cluster becomes each of them but the owner.
            ('didtron_storage', 'didtron_login'), ('didtron_loader', 'didtron_login'), ('didtron_app', 'didtron_login'),
            ('didtron_portal', 'didtron_login'), ('didtron_reporter', 'didtron_login')) AS wanted (role_name, member_name)
            JOIN pg_roles AS member ON member.rolname = member_name
                AND (member_name <> 'didtron_login' OR current_setting('is_superuser')::boolean)
        -- Since PostgreSQL 16 the creator of a role is its member without the right to become it.
        WHERE NOT pg_has_role(member.oid, role_name,
            CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN 'SET' ELSE 'MEMBER' END)
    LOOP
        BEGIN
            EXECUTE format('GRANT %I TO %I', membership.role_name, membership.member_name);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
    END LOOP;
END
$$;

-- name: set_default_role
-- Whoever connects as the login of a private cluster and becomes nobody else reads what reports read.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'didtron_login' AND rolconfig IS NULL)
        AND current_setting('is_superuser')::boolean
    THEN
        ALTER ROLE didtron_login SET role = 'didtron_reporter';
    END IF;
END
$$;

-- name: grant_database
DO $$
BEGIN
    -- btree_gist is a trusted extension: who may create objects in the database may create it.
    IF NOT has_database_privilege('didtron_owner', current_database(), 'CREATE') THEN
        EXECUTE format('GRANT CREATE ON DATABASE %I TO didtron_owner', current_database());
    END IF;
    IF NOT (has_schema_privilege('didtron_owner', 'public', 'CREATE')
        AND has_schema_privilege('didtron_storage', 'public', 'CREATE')) THEN
        GRANT CREATE, USAGE ON SCHEMA public TO didtron_owner, didtron_storage;
    END IF;
END
$$;
