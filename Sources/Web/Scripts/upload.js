// Says how much of a file is sent. Without it the form is sent as any other, and the browser alone knows.
for (const form of document.querySelectorAll("form[data-upload]")) {
    const file = form.querySelector("input[type=file]");
    const shown = form.querySelector("[data-upload-progress]");
    const bar = shown.querySelector("progress");
    const text = shown.querySelector("[data-upload-text]");
    const megabytes = (bytes) => (bytes / 1e6).toLocaleString("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    const fail = (sentence) => {
        shown.dataset.state = "failed";
        text.textContent = sentence;
        delete form.dataset.sent;
        for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-busy");
    };
    form.addEventListener("submit", (event) => {
        if (event.defaultPrevented || !file.files.length) return;
        event.preventDefault();
        const request = new XMLHttpRequest();
        request.open("POST", form.action);
        request.upload.addEventListener("progress", (sent) => {
            if (!sent.lengthComputable) return;
            bar.max = sent.total;
            bar.value = sent.loaded;
            const percent = Math.floor(100 * sent.loaded / sent.total);
            text.textContent = `${percent}% sent, ${megabytes(sent.loaded)} of ${megabytes(sent.total)} MB`;
        });
        request.addEventListener("load", () => {
            const type = request.getResponseHeader("Content-Type") || "";
            if (request.status < 400 && request.responseURL) return location.assign(request.responseURL);
            if (!type.startsWith("text/html")) return fail("The file could not be sent. Nothing was kept: send it again.");
            // The page that says what is wrong, as the browser would show it.
            const page = new DOMParser().parseFromString(request.responseText, "text/html");
            document.title = page.title;
            document.querySelector("main").replaceWith(page.querySelector("main") || page.body);
            const problem = document.querySelector(".error-summary");
            if (problem) problem.focus();
        });
        request.addEventListener("error", () => {
            fail("The connection was lost while the file was sent. Nothing was kept: send it again.");
        });
        shown.hidden = false;
        shown.dataset.state = "running";
        request.send(new FormData(form));
    });
}
