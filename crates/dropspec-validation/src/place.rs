//! Places within a value.

/// The place of a value within the value that is validated. It is written as a pointer only where an error is reported.
#[derive(Clone, Copy, Debug)]
pub struct Place<'p>(Step<'p>);

#[derive(Clone, Copy, Debug)]
enum Step<'p> {
    Root,
    Property(&'p Place<'p>, &'p str),
    Item(&'p Place<'p>, usize),
}

impl<'p> Place<'p> {
    pub(crate) const ROOT: Self = Self(Step::Root);

    pub(crate) fn property(&'p self, name: &'p str) -> Self {
        Self(Step::Property(self, name))
    }

    pub(crate) fn item(&'p self, index: usize) -> Self {
        Self(Step::Item(self, index))
    }

    /// The JSON Pointer (RFC 6901) to the place, behind the one to the root.
    #[must_use]
    pub fn pointer(&self, root: &str) -> String {
        let mut pointer = root.to_owned();
        self.write(&mut pointer);
        pointer
    }

    fn write(&self, pointer: &mut String) {
        match self.0 {
            Step::Root => {}
            Step::Property(parent, name) => {
                parent.write(pointer);
                push(pointer, name);
            }
            Step::Item(parent, index) => {
                parent.write(pointer);
                push(pointer, &index.to_string());
            }
        }
    }
}

/// The pointer to a property of what another one points to.
#[must_use]
pub fn child(pointer: &str, name: &str) -> String {
    let mut longer = pointer.to_owned();
    push(&mut longer, name);
    longer
}

fn push(pointer: &mut String, name: &str) {
    pointer.push('/');
    for character in name.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}
