// Remedies for refusals of a file that was sent, as people do them on these pages.

extension UploadView {
    /// By reason; of the load.
    static let remedies: [String: String] = [
        "evidence.cannot_be_kept":
            "The disk of the server is full or locked: have somebody make room, and try the job again.",
        "evidence.input_not_kept": "Send it again.",
        "evidence.not_on_disk": "Send it again.",
        "file.begun_for_another_switch": "Send it again and choose the switch for which it was begun.",
        "file.begun_with_another_layout": "Send it again and let the layout be found out.",
        "file.begun_with_other_starts":
            "The limits of start times were changed meanwhile: set them as they were, and send it again.",
        "file.being_loaded": "Wait until that has ended, and send it again.",
        "file.being_undone": "Wait until that has ended, and send it again.",
        "file.loaded_with_another_layout": "It is in the books already; take it back first if its layout was wrong.",
        "file.mostly_rejects": "It may have another layout: send it again and name the layout.",
        "file.no_plausible_start":
            "Its times may be of another layout or zone: send it again and name the layout, or correct the zone of the switch.",
        "file.of_another_switch": "Send it again and choose the switch that wrote it.",
        "file.stopped":
            "Look at its rejected records on the page of the file; if they are none, an import accepts them.",
        "file.tariff_changed":
            "A rate card was changed while it was loaded: send it again, so that it goes on with the present one.",
        "file.too_many_rejects": "It may have another layout: look at its rejected records on the page of the file.",
        "file.undo_interrupted": "An undo of this file has not ended: have it finished, and send the file again.",
        "input.cut_off": "It breaks off before its end: have the switch write it again, and send that.",
        "input.damaged": "It was damaged on its way or packed wrongly: copy it once more, and send that.",
        "layout.bare_carriage_returns":
            "Its lines end as on an old Mac: save it with ordinary line ends, and send that.",
        "layout.empty_file": "It has no line of a call: choose another file.",
        "layout.missing_column": "It may have another layout: send it again and name the layout.",
        "layout.not_usable": "Send it again and name another layout.",
        "layout.unknown": "Send it again and name the layout.",
        "switch.none": "Import the switch, and send the file again.",
        "switch.not_found": "Import the switch, and send the file again.",
        "switch.several": "Send it again and choose the switch that wrote it.",
        "upload.gone": "Send it again.",
    ]

    /// By reason; of what was sent, before there is a job.
    static let sendingRemedies: [String: String] = [
        "upload.cut_off": "The connection was lost on the way: send it again.",
        "upload.fields_too_large": "Nothing was kept: send the form as the page has it.",
        "upload.not_understood": "Nothing was kept: send the file by this page.",
        "upload.too_large": "Nothing was kept: pack the file, or cut it into several.",
    ]
}
