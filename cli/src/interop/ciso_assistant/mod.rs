//! Libraries of CISO Assistant (intuitem; library format 1 and 2): frameworks with implementation
//! groups, requirement mapping sets, risk matrices and reference controls.
//!
//! Several libraries are taken in together, so that a mapping meets the frameworks it speaks of. Ids
//! and names are taken; the requirements' texts belong to their publishers, and only
//! [`Options::with_text`] asks for them, into a file that Git ignores.

mod controls;
mod framework;
mod library;
mod mapping;
mod matrix;

use std::collections::{BTreeMap, BTreeSet};

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use crate::interop::{Handed, Import, InteropError, Known, reading, slug};
use library::Library;

/// What whoever imports decides.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// The language of names, where a library has several.
    pub locale: Option<String>,
    /// Take the requirements' texts, too.
    pub with_text: bool,
    /// Take reference controls as draft controls.
    pub controls: bool,
    /// Who owns the draft controls.
    pub owner: Option<String>,
    /// How often a draft control is to be shown; `annual` when `None`.
    pub cadence: Option<String>,
    /// Frameworks under another id than the library's: theirs, ours.
    pub renamed: BTreeMap<String, String>,
    /// The highest level of a risk matrix that the company lives with; the lowest one when `None`.
    pub appetite: Option<String>,
}

/// Where the texts of a framework go: out of Git's sight.
pub const TEXTS: &str = ".tickmark/texts";

/// Requirements by the names that libraries give them.
type Nodes = BTreeMap<String, String>;

/// Takes libraries in.
pub fn import(files: &[Handed<'_>], options: &Options, known: &Known) -> Result<Import, InteropError> {
    let libraries: Vec<Library> =
        files.par_iter().map(|file| reading::read::<Library>(*file)).collect::<Result<_, _>>()?;
    let mut import = Import::default();
    let several = libraries.iter().flat_map(|library| library.objects.matrices()).count() > 1;
    let mut nodes: BTreeMap<String, Nodes> = BTreeMap::new();
    for (file, library) in files.iter().zip(&libraries) {
        library.check(*file)?;
        for framework in library.objects.frameworks() {
            let taken = framework::import(*file, library, framework, options)?;
            nodes.insert(framework.urn.to_ascii_lowercase(), taken.nodes);
            import.absorb(taken.import);
        }
        for matrix in library.objects.matrices() {
            let one = matrix::import(*file, matrix, options)?;
            if several {
                let because = "a company has one risk method: name just the library of the one that you want";
                import.leave(format!("the risk matrix of `{}`", file.name), because);
            } else {
                import.absorb(one);
            }
        }
        import.absorb(controls::import(*file, library, options)?);
    }
    for (file, library) in files.iter().zip(&libraries) {
        for set in library.objects.mapping_sets() {
            import.absorb(mapping::import(*file, library, set, options, &nodes, known)?);
        }
    }
    distinct(&mut import)?;
    Ok(import)
}

/// Refuses two files for one place.
fn distinct(import: &mut Import) -> Result<(), InteropError> {
    let mut seen = BTreeSet::new();
    for (path, _) in &import.files {
        if !seen.insert(path.to_string().to_ascii_lowercase()) {
            let because = "would be written twice: two of the libraries hold the same";
            return Err(InteropError::sort(
                path.as_str(),
                because,
                "import them one at a time, or rename one with `--as THEIRS=OURS`",
            ));
        }
    }
    Ok(())
}

/// Our id for a framework's URN: its last part, or what the options say.
fn framework_id(urn: &str, options: &Options) -> Option<String> {
    let last = urn.rsplit(':').next().unwrap_or(urn);
    options.renamed.get(last).cloned().or_else(|| slug(last))
}
