extension Remedy {
    static let invoices: [String: String] = [
        "invoice.earlier_included":
            "To bill that period by itself, `didtron invoice void {invoice}` and run `didtron invoice run --period {earlier_period}` "
            + "first; --leave-earlier goes on with both on one invoice.",
        "invoice.earlier_unbilled":
            "Bill the earlier period first (`didtron invoice list --partner {customer}`, `didtron invoice run --period "
            + "{earlier_period}`), or go on with --leave-earlier.",
        "invoice.not_a_draft": "`didtron invoice show {invoice}` shows it.",
        "invoice.not_found": "`didtron invoice list` shows ids and numbers.",
        "invoice.not_issued": "`didtron invoice issue` issues it.",
        "invoice.repriced":
            "`didtron invoice void {invoice}` and another run bill the present prices; --keep-prices goes on with those of the draft, "
            + "and the difference waits for a credit or debit note.",
        "invoice.wrong_state": "`didtron invoice show {invoice}` shows it.",
        "usage.claimed_already": "`didtron invoice list` shows the invoices of the period.",
        "usage.claimed_meanwhile": "Run the same command again.",
    ]

    /// Journals by hand, periods, the chart, foreign currencies.
    static let ledger: [String: String] = [
        "chart.account_exists": "`didtron ledger chart list` shows it.",
        "journal.is_a_reversal": "Enter the journal anew with `didtron ledger journal`.",
        "journal.none_by_hand": "`didtron ledger journals` lists those there are.",
        "journal.not_by_hand": "It is taken back with what it records.",
        "journal.not_found": "`didtron ledger entries` shows journals, `didtron ledger journals` their numbers.",
        "journal.reversed_already": "`didtron ledger journals` shows both.",
        "journal.reversal_decided": "`didtron ledger journals` shows what became of it.",
        "journal.same_person_reverses": "Somebody else confirms it; --as says who that is.",
        "journal.same_person": "Somebody else posts it; --as says who that is.",
        "journal.wrong_state": "`didtron ledger show {document}` shows it.",
        "ledger.account_not_found": "`didtron ledger accounts` lists those there are.",
        "ledger.several_accounts": "State --entity, --partner or --currency, or the id of one.",
        "period.locked_further": "`didtron ledger unlock`, with a reason, opens the days behind one.",
        "period.not_locked": "`didtron ledger locks` shows until when they are.",
        "period.not_over": "Lock until a day before.",
        "revaluation.month_locked": "`didtron ledger unlock`, with a reason, opens it.",
        "revaluation.month_not_over": "Run it again when it is.",
        "revaluation.no_rate": "Import it with `didtron fx import`.",
    ]

    /// What cannot be changed, acts, jobs and schedules.
    static let books: [String: String] = [
        "act.key_used": "Use another key for another request.",
        "act.key_used_otherwise": "Use another key for another request.",
        "act.not_found": "`didtron audit list` shows those there are.",
        "act.under_way": "Wait until that has ended.",
        "job.arguments": "State them with --argument.",
        "job.not_found": "`didtron jobs list` shows those there are.",
        "job.waits_already": "`didtron jobs list` shows it.",
        "job.wrong_state": "`didtron jobs history {job}` shows what it did.",
        "schedule.cron": "Five fields: minute, hour, day of the month, month, day of the week.",
        "schedule.exists": "`didtron jobs schedules` lists them.",
        "schedule.not_found": "`didtron jobs schedules` lists them.",
        "schedule.zone": "State one such as Europe/Berlin.",
    ]

    /// The server, the private one among them, and migrations.
    static let server: [String: String] = [
        "migration.changed":
            "Restore the file and put the change into a new migration. A database without anything worth keeping can be "
            + "dropped and made anew.",
        "migration.newer_version": "Install that version of didtron.",
        "migration.out_of_order": "Give the new migration the highest number.",
        "server.address":
            "Write DATABASE_URL as postgresql://user:password@host:5432/database, with %40 for @, %3A for : and %2F for / in "
            + "the password.",
        "server.connection_lost": "Check that the database server runs, then run the same command again.",
        "server.disk_full": "The disk of the database is full: free some space, then run the same command again.",
        "server.elsewhere": "Unset it to use the private database.",
        "server.folder": "Set DIDTRON_HOME to a folder that you can write, or DATABASE_URL to a server.",
        "server.folder_out_of_reach":
            "Set DIDTRON_HOME to a folder that every user can reach, such as /var/lib/didtron.",
        "server.held_by_another": "Another program holds what this one needs: run the same command again.",
        "server.login_refused": "Check the user and the password in DATABASE_URL.",
        "server.no_connection_left":
            "The database server has no connection left: run fewer things at once, then try again.",
        "server.no_such_database": "Create that database, or name another one in DATABASE_URL.",
        "server.no_user": "Run as an ordinary user, or set DATABASE_URL.",
        "server.not_created": "Create and start it with `didtron db start`.",
        "server.not_installed":
            "Install one (apt-get install postgresql), set PG_BIN to its folder of programs, or set DATABASE_URL to a server "
            + "elsewhere.",
        "server.of_another_user": "Run as that user or as root, or set DIDTRON_HOME to a folder of your own.",
        "server.out_of_memory": "The database server is out of memory: run fewer things at once, then try again.",
        "server.pool_exhausted": "Try again in a moment.",
        "server.processes_left": "End them (kill {processes}), then run the same command again.",
        "server.rights":
            "The user needs the right to create roles and must own the database: as a superuser run ALTER ROLE <user> "
            + "CREATEROLE; ALTER DATABASE <database> OWNER TO <user>; or, where the roles exist, GRANT {roles} TO <user>.",
        "server.see_log": "See {log}.",
        "server.socket_folder": "Remove it, or set DIDTRON_HOME to a shorter path.",
        "server.stopping_or_starting": "The database server is stopping or starting: run the same command again.",
        "server.too_old": "PostgreSQL 15 or newer is needed: upgrade it, or leave DATABASE_URL unset.",
        "server.unreachable": "Check that the server runs and that DATABASE_URL names it.",
        "server.version_missing":
            "Install it (apt-get install postgresql-{version}) or set PG_BIN to its folder of programs.",
    ]

    static let database: [String: String] = [
        "database.connections_in_use": "Run fewer things at once, then try again.",
        "database.given_up": "Run the same command again.",
        "database.in_each_others_way": "Run the same command again.",
        "database.locked": "Run the same command again.",
        "database.not_migrated": "Run `didtron db migrate`.",
        "database.of_a_pre_release":
            "`didtron dev reset` removes it with all that is in it; then import again.",
        "database.unavailable": "Check that the database server runs, then run the same command again.",
    ]
}
