//! Rendering of templates.

/// Renders a template of the folder `templates` with the fields of a context, whose type comes first.
macro_rules! render {
    ($context:ty, $value:expr, $path:literal) => {{
        #[derive(askama::Template)]
        #[template(path = $path, escape = "none")]
        struct File<'c>(&'c $context);

        impl std::ops::Deref for File<'_> {
            type Target = $context;

            fn deref(&self) -> &$context {
                self.0
            }
        }

        // The engine drops the last line end of a template.
        askama::Template::render(&File($value)).map(|text| text + "\n")
    }};
}

pub(super) use render;
