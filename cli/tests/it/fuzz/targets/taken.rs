//! What an import brought, held against what the repository takes.

use tickmark::document::Document;
use tickmark::interop::Import;
use tickmark::kind::Place;
use tickmark::place::FileId;
use tickmark::schema;
use tickmark::text::is_hidden;

/// Every file is one that `lint` takes: at a place that has a meaning, sound YAML that fits its schema,
/// with nothing hidden in it.
pub(super) fn fits(import: &Import) {
    for (path, text) in &import.files {
        assert!(path.parts().all(|part| !matches!(part, "" | "." | "..")), "{path}");
        assert!(!path.as_str().contains(['\\', '\0', ':']), "{path}");
        let place = Place::of(path);
        let Some(kind) = place.kind() else {
            assert!(path.as_str().starts_with(".tickmark/"), "{path} has no meaning");
            continue;
        };
        assert!(!text.contains(is_hidden), "{text:?}");
        let (document, problems) = Document::from_yaml(FileId(0), text.as_bytes());
        assert_eq!(problems, [], "{path}\n{text}");
        assert_eq!(schema::check(kind, &document), [], "{path}\n{text}");
    }
}
