//! What everything in this folder works on: the documents in order, and what their regions and units stand for.

use super::identity::Place;
use super::places::Places;
use crate::check::Settings;
use crate::record::comparison::{ComparedDocument, Relation, SeriesValue};
use crate::record::{DocumentRecords, Target};
use crate::rules::Rules;

/// The documents of a comparison, the new one first.
pub(super) struct View<'a> {
    pub(super) documents: Vec<&'a DocumentRecords>,
    pub(super) rules: &'a Rules,
    pub(super) settings: &'a Settings,
    pub(super) places: Places<'a>,
    relations: Vec<Relation>,
}

impl<'a> View<'a> {
    /// Puts the old documents in order, from the latest year back.
    pub(super) fn new(
        new: &'a DocumentRecords,
        old: &[&'a DocumentRecords],
        rules: &'a Rules,
        settings: &'a Settings,
    ) -> View<'a> {
        let mut old = old.to_vec();
        old.sort_by(|a, b| b.document.year.cmp(&a.document.year).then_with(|| a.document.id.cmp(&b.document.id)));
        let documents: Vec<&DocumentRecords> = [new].into_iter().chain(old).collect();
        let places = Places::new(&documents, rules, settings);
        let relations = (0..documents.len()).map(|at| relation(at, &documents, &places)).collect();
        View { documents, rules, settings, places, relations }
    }

    /// Id of a document.
    pub(super) fn id(&self, document: usize) -> &'a str {
        &self.documents[document].document.id
    }

    /// Year that a document governs.
    pub(super) fn year(&self, document: usize) -> Option<i32> {
        self.documents[document].document.year
    }

    /// What to call a document in a sentence: its number, else its title, else its id.
    pub(super) fn label(&self, id: &str) -> String {
        let document = self.documents.iter().map(|records| &records.document).find(|document| document.id == id);
        let title =
            |document: &&crate::record::DocumentInfo| document.title.as_ref().map(|title| format!("《{title}》"));
        let number = document.and_then(|document| document.doc_number.clone());
        number.or_else(|| document.as_ref().and_then(title)).unwrap_or_else(|| id.to_string())
    }

    /// The target that a value belongs to.
    pub(super) fn target_of(&self, value: &SeriesValue) -> Option<&'a Target> {
        let document = self.documents.iter().find(|document| document.document.id == value.document)?;
        document.targets.iter().find(|target| target.id == value.target)
    }

    /// A target by its place.
    pub(super) fn target(&self, place: Place) -> &'a Target {
        &self.documents[place.0].targets[place.1]
    }

    /// The unit of measure of a target: its own, else that of the figure in its name, else one that its values print.
    pub(super) fn unit(&self, place: Place) -> Option<&'a str> {
        let target = self.target(place);
        target.unit.as_deref().or_else(|| target.values.iter().find_map(|value| value.unit.as_deref()))
    }

    /// How the region of a document stands to that of the new one.
    pub(super) fn relation(&self, document: usize) -> Relation {
        self.relations[document]
    }

    /// Is it an earlier document of the region of the new one.
    pub(super) fn is_earlier(&self, id: &str) -> bool {
        self.has_relation(id, Relation::Same)
    }

    /// Does the document break its figures down to the region of the new one.
    pub(super) fn is_above(&self, id: &str) -> bool {
        self.has_relation(id, Relation::Above)
    }

    /// Does the new document break its figures down to the region of this one.
    pub(super) fn is_below(&self, id: &str) -> bool {
        self.has_relation(id, Relation::Below)
    }

    /// Do its figures speak of the region of the new document, or of one of its parts.
    pub(super) fn is_related(&self, id: &str) -> bool {
        self.is_earlier(id) || self.is_above(id) || self.is_below(id)
    }

    fn has_relation(&self, id: &str, relation: Relation) -> bool {
        (0..self.documents.len()).any(|at| self.relations[at] == relation && self.id(at) == id)
    }

    /// Do remarks on the two figures say that they are defined differently.
    pub(super) fn redefined(&self, a: &SeriesValue, b: &SeriesValue) -> bool {
        a.document != b.document && self.definition(a) != self.definition(b)
    }

    /// What the values of a figure's target say of their definition: 新口径.
    fn definition(&self, value: &SeriesValue) -> Option<&'a str> {
        let target = self.target_of(value)?;
        let notes = target.values.iter().filter(|own| own.region == value.region).filter_map(|own| own.note.as_deref());
        let words = &self.settings.comparison.definition_words;
        notes.into_iter().find(|note| words.iter().any(|word| note.contains(word.as_str())))
    }

    /// The documents as the result names them.
    pub(super) fn compared(&self) -> Vec<ComparedDocument> {
        let document = |(at, records): (usize, &&DocumentRecords)| ComparedDocument {
            id: records.document.id.clone(),
            path: records.document.source.path.clone(),
            title: records.document.title.clone(),
            doc_number: records.document.doc_number.clone(),
            year: records.document.year,
            region: self.places.own(at).map(str::to_string),
            relation: self.relations[at],
        };
        self.documents.iter().enumerate().map(document).collect()
    }
}

fn relation(at: usize, documents: &[&DocumentRecords], places: &Places) -> Relation {
    let (new, old) = (places.own(0), places.own(at));
    let breaks_down = |document: usize, region: Option<&str>| {
        let values = documents[document].targets.iter().flat_map(|target| &target.values);
        let mut names: Vec<&str> = values.map(|value| value.region.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names.into_iter().any(|name| Some(places.of(document, name).as_str()) == region)
    };
    match () {
        _ if at == 0 => Relation::New,
        _ if new.is_some() && new == old => Relation::Same,
        _ if new.is_some() && breaks_down(at, new) => Relation::Above,
        _ if old.is_some() && breaks_down(0, old) => Relation::Below,
        _ => Relation::Other,
    }
}
