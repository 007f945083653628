//! The walk over all anchors of a document's records.

use super::{Anchor, Declared, DocumentRecords, ListInfo, Target, Task};

impl DocumentRecords {
    /// Every anchor of the records, the findings and the coverage, to be changed.
    pub fn anchors_mut(&mut self) -> Vec<&mut Anchor> {
        let document = &mut self.document;
        let attachments = document.attachments.iter_mut().chain(&mut document.attached);
        let mut anchors: Vec<&mut Anchor> = attachments.map(|attachment| &mut attachment.anchor).collect();
        self.lists.iter_mut().for_each(|list| of_list(list, &mut anchors));
        self.targets.iter_mut().for_each(|target| of_target(target, &mut anchors));
        self.tasks.iter_mut().for_each(|task| of_task(task, &mut anchors));
        anchors.extend(self.claims.iter_mut().map(|claim| &mut claim.anchor));
        anchors.extend(self.reporting.iter_mut().map(|reporting| &mut reporting.anchor));
        let evidence = self.findings.iter_mut().flat_map(|finding| &mut finding.evidence);
        anchors.extend(evidence.map(|evidence| &mut evidence.anchor));
        anchors.extend(self.not_understood.iter_mut().map(|note| &mut note.anchor));
        anchors.extend(self.coverage.unread_spans.iter_mut().map(|span| &mut span.anchor));
        anchors
    }
}

fn of_list<'r>(list: &'r mut ListInfo, anchors: &mut Vec<&'r mut Anchor>) {
    let declared = |declared: &'r mut Option<Declared>| declared.as_mut().map(|declared| &mut declared.anchor);
    anchors.push(&mut list.anchor);
    anchors.extend(declared(&mut list.declared));
    for group in &mut list.groups {
        anchors.push(&mut group.anchor);
        anchors.extend(declared(&mut group.declared));
    }
}

fn of_target<'r>(target: &'r mut Target, anchors: &mut Vec<&'r mut Anchor>) {
    anchors.push(&mut target.anchor);
    anchors.extend(target.values.iter_mut().map(|value| &mut value.anchor));
}

fn of_task<'r>(task: &'r mut Task, anchors: &mut Vec<&'r mut Anchor>) {
    anchors.push(&mut task.anchor);
    anchors.extend(task.schedule.iter_mut().map(|step| &mut step.anchor));
    anchors.extend(task.quantities.iter_mut().map(|quantity| &mut quantity.anchor));
}

#[cfg(test)]
mod tests {
    use crate::record::{Format, Source};

    /// A new kind of record must not keep its anchors to itself.
    #[test]
    fn no_anchor_is_left_out() {
        let text = include_str!("../../seeds/2022年市工作要点.md");
        let read = crate::ingest::read_bytes(text.as_bytes(), "md", &Default::default()).expect("a specimen");
        let rules = crate::rules::Rules::load(None).expect("the built-in rules");
        let source = Source {
            path: String::new(),
            format: Format::Markdown,
            encoding: String::new(),
            bytes: 0,
            sha256: String::new(),
        };
        let mut records = crate::extract::extract(&read.document, source, &rules);
        crate::check::run(&mut records, &crate::check::Settings::default());
        let json = serde_json::to_string(&records).expect("texts, numbers and lists");
        let anchors = records.anchors_mut().len();
        assert!(anchors > 100 && !records.findings.is_empty(), "{anchors}");
        assert_eq!(json.matches("\"anchor\":").count(), anchors);
    }
}
