// Shows the document that the service gives away, wherever the service is.
const document_url = new URL("../openapi.json", document.currentScript.src);

// Swagger UI has a dark form, and leaves it to the page when to take it.
const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", follow);
follow();

const docs = SwaggerUIBundle({
  dom_id: "#docs",
  url: document_url.href,
  deepLinking: true,
  displayRequestDuration: true,
  // Nobody else is told of the document.
  validatorUrl: null,
  onComplete: () => {
    document.title = docs.specSelectors.info().get("title");
  },
});
