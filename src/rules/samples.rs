//! Rule packs for the tests of this folder.

use super::organisation::Organisations;
use super::rule::Pack;
use std::sync::LazyLock;

/// A pack of the grammar rules as they are shipped.
pub(super) fn grammar_pack() -> &'static Pack {
    static PACK: LazyLock<Pack> = LazyLock::new(|| {
        let mut pack = Pack::default();
        for (file, source) in [
            ("rules/measures.toml", include_str!("../../rules/measures.toml")),
            ("rules/values.toml", include_str!("../../rules/values.toml")),
            ("rules/periods.toml", include_str!("../../rules/periods.toml")),
            ("rules/quantities.toml", include_str!("../../rules/quantities.toml")),
        ] {
            if let Err(error) = pack.add(file, source) {
                panic!("{error}");
            }
        }
        pack
    });
    &PACK
}

/// The rules of responsible units as they are shipped.
pub(super) fn unit_rules() -> (&'static Pack, &'static Organisations) {
    static RULES: LazyLock<(Pack, Organisations)> = LazyLock::new(|| {
        let mut pack = Pack::default();
        if let Err(error) = pack.add("rules/units.toml", include_str!("../../rules/units.toml")) {
            panic!("{error}");
        }
        let organisations = Organisations::new(&pack);
        (pack, organisations)
    });
    (&RULES.0, &RULES.1)
}
