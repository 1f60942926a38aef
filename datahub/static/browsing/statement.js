// The button of a statement that prints it.
document.querySelector("button.print").addEventListener("click", () => window.print());
