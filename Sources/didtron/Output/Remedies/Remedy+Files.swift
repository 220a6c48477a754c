extension Remedy {
    /// Files of call records, evidence, layouts, tariffs.
    static let files: [String: String] = [
        "call.does_not_wait": "`didtron cdr unrated` lists what waits.",
        "call.id_not_found": "`didtron cdr find {id}` looks for rejected records with it, too.",
        "call.not_found":
            "An address is the UTC day of the start, the chunk and the record in it, as in 2026-10-03/12/345.",
        "call.several": "State the address of one, or the --switch that wrote it; `didtron cdr find {id}` shows them.",
        "evidence.cannot_be_kept":
            "Make room there, or set DIDTRON_HOME to a folder that can be written, and run the command again.",
        "evidence.damaged": "Restore it from the backup of that folder.",
        "evidence.missing": "Restore it from the backup of that folder.",
        "evidence.not_on_disk": "Run the command again.",
        "evidence.not_packed": "It stays as it was received; look at the disk and the memory of the machine.",
        "file.begun_for_another_switch": "Go on with it by --switch {switch}.",
        "file.begun_with_another_layout": "Run the command again without --layout.",
        "file.begun_with_other_starts": "Run the command again without --starts-from and --starts-until.",
        "file.being_loaded": "Wait until that has ended.",
        "file.being_undone": "Wait until that has ended.",
        "file.compared_with": "Without --alone they are loaded again as well.",
        "file.evidence_differs": "Restore them from the backup of the evidence.",
        "file.evidence_missing": "Restore them from the backup of the evidence.",
        "file.frozen": "Import the same file again to finish it.",
        "file.incomplete": "Import it again.",
        "file.interrupted": "Import the same file again to finish it.",
        "file.loaded_already": "`didtron cdr files` shows it.",
        "file.mostly_rejects":
            "Name another one with --layout, or load the file without these records with --accept-rejects.",
        "file.name_is_ambiguous": "State the number of one.",
        "upload.gone": "Send it again.",
        "file.no_plausible_start": "State both with --starts-from and --starts-until.",
        "file.not_found": "`didtron cdr files` lists them.",
        "file.not_loaded": "`didtron cdr files` shows how much of each is in.",
        "file.not_loaded_to_its_end": "Import it to its end, or undo it, and run the command again.",
        "file.not_received": "`didtron cdr files` shows what each is.",
        "file.not_unfinished": "`didtron cdr files` shows numbers and names.",
        "file.stopped":
            "`didtron cdr rejects {file}` lists them. Import the same file again with --accept-rejects to go on.",
        "file.tariff_changed":
            "Take the change back and run the command again, or accept the present tariff for the rest with --new-tariff "
            + "(calls loaded already keep their prices, and each chunk records its tariff).",
        "file.too_many_rejects": "If so, go on with the same command and --accept-rejects.",
        "file.undo_interrupted": "`didtron cdr undo {file} --apply`, with a reason, goes on with it.",
        "file.undone": "`didtron cdr files {file}` shows by whom and why.",
        "init.exists": "Name another folder, or move that file away.",
        "init.not_a_folder": "Name another folder.",
        "layout.bare_carriage_returns": "Convert it first, for instance with: tr '\\r' '\\n' < FILE",
        "layout.missing_column":
            "See what its columns are taken for with `didtron cdr inspect FILE`, and name the layout with --layout.",
        "layout.unknown":
            "See what its columns are taken for with `didtron cdr inspect FILE`, which writes a layout with --write-layout, and name that "
            + "with --layout.",
        "rerate.interrupted": "`didtron rerate --finish` finishes it.",
        "tariff.altered": "Compile it again with `didtron tariff compile`.",
        "tariff.cut_off": "Copy it once more.",
        "tariff.inconsistent": "Compile it again with `didtron tariff compile`.",
        "tariff.none": "Make one with `didtron tariff compile`.",
        "tariff.other_format": "Compile it again with `didtron tariff compile` of this version.",
        "tariff.other_machine": "Compile it with `didtron tariff compile` on a machine like this one.",
    ]
}
