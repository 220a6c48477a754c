// Keeps the progress of a job up to date: its part of the page is asked for again until the job is over.
const progress = document.querySelector("[data-refresh]");
if (progress) {
    const again = async () => {
        try {
            const answer = await fetch(progress.dataset.refresh, { headers: { Accept: "text/html" } });
            if (answer.ok) {
                const page = new DOMParser().parseFromString(await answer.text(), "text/html");
                const now = page.querySelector(".progress");
                if (now && !now.hasAttribute("data-refresh")) return location.reload();
                if (now) {
                    for (const part of [".progress__head", ".progress__bar", ".progress__text"]) {
                        progress.querySelector(part).replaceWith(now.querySelector(part));
                    }
                }
            }
        } catch { /* The server is away for a moment: asked again. */ }
        setTimeout(again, 2000);
    };
    setTimeout(again, 1000);
}
