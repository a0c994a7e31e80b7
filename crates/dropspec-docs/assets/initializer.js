// Loads the document relative to the page, so that it works behind a path prefix.
const document_url = new URL("../openapi.json", document.currentScript.src);

// Swagger UI has a dark mode, and leaves switching to the page.
const dark = matchMedia("(prefers-color-scheme: dark)");
const applyColorScheme = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", applyColorScheme);
applyColorScheme();

const docs = SwaggerUIBundle({
  dom_id: "#docs",
  url: document_url.href,
  deepLinking: true,
  displayRequestDuration: true,
  // Do not send the document to an online validator.
  validatorUrl: null,
  onComplete: () => {
    document.title = docs.specSelectors.info().get("title");
  },
});
