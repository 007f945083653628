//! The specimens of `seeds/`, read on a bare machine and held against what a careful reader takes from them
//! (`tests/golden/<case>/gold.json`), against the mistakes that were planted in them, and against the reviewed
//! output of the last change (`tests/golden/<case>/records.snap`).

mod golden {
    mod compare;
    mod findings;
    mod gold;
    mod records;
    mod render;
    mod row;
    mod snapshot;
    mod specimen;
    mod text;
}
