// Loads the document relative to the page, so that it works behind a path prefix.
const documentUrl = new URL("../openapi.json", document.currentScript.src);

// The path of the first server, to which the paths of the document are relative. Its variables have their defaults.
const basePath = ([server]) => {
  const url = server.url.replace(/\{([^}]*)\}/g, (_, name) => server.variables?.[name]?.default ?? "");
  const path = url.replace(/^([a-z][a-z0-9+.-]*:)?\/\/[^/]*/i, "");
  return new URL(path, documentUrl.origin).pathname;
};

// The page calls the service that serves it, whatever servers the document names.
const withThisServer = (spec) => {
  const path = spec.servers?.length ? basePath(spec.servers) : "";
  spec.servers = [{ url: new URL(`.${path}`, documentUrl).href.replace(/\/$/, "") }];
  for (const item of Object.values(spec.paths ?? {})) {
    delete item.servers;
    for (const part of Object.values(item)) delete part?.servers;
  }
  return spec;
};

// Swagger UI has a dark mode, and leaves switching to the page.
const dark = matchMedia("(prefers-color-scheme: dark)");
const applyColorScheme = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", applyColorScheme);
applyColorScheme();

const docs = SwaggerUIBundle({
  dom_id: "#docs",
  url: documentUrl.href,
  deepLinking: true,
  displayRequestDuration: true,
  // Do not send the document to an online validator.
  validatorUrl: null,
  responseInterceptor: (response) => {
    if (response.url === documentUrl.href && response.ok) {
      response.text = JSON.stringify(withThisServer(JSON.parse(response.text)));
    }
    return response;
  },
  onComplete: () => {
    document.title = docs.specSelectors.info().get("title");
  },
});
