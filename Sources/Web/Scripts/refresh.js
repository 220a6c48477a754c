// Keeps a page up to date that shows how far a job is: by what the server sends, or by asking again where it sends nothing.
const watched = document.querySelector("meta[name=didtron-events]");
const bar = document.querySelector("[data-refresh]");
if (watched) {
    let known;
    let told = 0;
    const show = (now) => {
        if (now.is_over || (!bar && known && known !== now.state)) return location.reload();
        known = now.state;
        if (!bar) return;
        bar.dataset.state = now.state;
        // Read aloud by some: not oftener than every five seconds.
        if (Date.now() - told > 5000) {
            told = Date.now();
            bar.querySelector(".progress__text").textContent = now.text;
        }
        const value = bar.querySelector("progress");
        if (now.total) {
            value.max = now.total;
            value.value = now.done ?? 0;
        }
    };
    const again = async () => {
        try {
            const answer = await fetch(bar.dataset.refresh, { headers: { Accept: "text/html" } });
            if (answer.ok) {
                const page = new DOMParser().parseFromString(await answer.text(), "text/html");
                const now = page.querySelector(".progress");
                if (now && !now.hasAttribute("data-refresh")) return location.reload();
                if (now) {
                    for (const part of [".progress__head", ".progress__bar", ".progress__text"]) {
                        bar.querySelector(part).replaceWith(now.querySelector(part));
                    }
                }
            }
        } catch { /* The server is away for a moment: asked again. */ }
        setTimeout(again, 2000);
    };
    const events = new EventSource(watched.content);
    events.addEventListener("progress", (event) => show(JSON.parse(event.data)));
    events.addEventListener("error", () => {
        // It tries again by itself, but where it was refused.
        if (events.readyState === EventSource.CLOSED && bar) setTimeout(again, 1000);
    });
    addEventListener("pagehide", () => events.close());
}
