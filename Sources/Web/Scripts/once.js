// Sends a form once: a second press while the first is under way does nothing. The server would do it once all the same.
for (const form of document.querySelectorAll("form[data-once]")) {
    form.addEventListener("submit", (event) => {
        if (form.dataset.sent) event.preventDefault();
        form.dataset.sent = "yes";
        for (const button of form.querySelectorAll("button")) button.setAttribute("aria-busy", "true");
    });
    addEventListener("pageshow", (event) => {
        if (!event.persisted) return;
        delete form.dataset.sent;
        for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-busy");
    });
}
