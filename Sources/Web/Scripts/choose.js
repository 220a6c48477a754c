// Counts what is ticked in a list, so that nobody has to.
for (const form of document.querySelectorAll("form[data-choose]")) {
    const sum = form.querySelector("[data-choose-sum]");
    const idle = sum.textContent;
    form.addEventListener("change", () => {
        const count = form.querySelectorAll("input[type=checkbox]:checked").length;
        sum.textContent = count === 0 ? idle : count + (count === 1 ? " invoice chosen." : " invoices chosen.");
    });
}
