//! Headers behind rows: that of the same table printed again on the next page, and that of another table.

use super::fragment::{Border, Fragment};
use super::marks::Mark;
use crate::rules::ColumnRole;

/// Fragments in which a header shows.
const FRAGMENTS_OF_A_HEADER: usize = 4;

/// Longest name of a place in a header, in characters.
const LONGEST_PLACE: usize = 8;

/// So many group headings may stand between the last row of a page and the header repeated on the next.
const GROUPS_BEFORE_A_PAGE: usize = 3;

/// Where the header of another table begins, one that follows without a line between: as many of the fragments there
/// as to be certain are header cells of different roles. `own` is the header that pages may repeat.
pub fn other_header(fragments: &[Fragment], own: &[String]) -> Option<usize> {
    let mut at = 0;
    while at < fragments.len() {
        let repeated = repeated_header(&fragments[at..], own);
        if repeated == 0 && fragments[at].border != Border::Cell && begins_header(&fragments[at..]) {
            // A group heading before the header of the next page reads as a header cell in front of others.
            let page = (1..=GROUPS_BEFORE_A_PAGE)
                .find(|n| repeated_header(&fragments[(at + n).min(fragments.len())..], own) > 0);
            let Some(groups) = page else { return Some(at) };
            at += groups;
            continue;
        }
        at += repeated.max(1);
    }
    None
}

/// Does a header begin here, and not with one of the next fragments: the last cells of a table may read as header cells
/// in front of the header of the next one.
fn begins_header(fragments: &[Fragment]) -> bool {
    let last_cell = |f: &Fragment| {
        let begins = matches!(f.features.header, Some(ColumnRole::Seq | ColumnRole::Category | ColumnRole::Name));
        let data = [Mark::Attribute, Mark::PeriodOnly, Mark::ValueWords, Mark::UnitsSure];
        f.border == Border::Open && (!begins || f.features.marks.has_any(&data))
    };
    let begins_behind = |at: usize| fragments.get(at).is_some_and(|f| f.features.header.is_some());
    // A header of three cells shows only where its rows are left out of sight.
    let near = &fragments[..fragments.len().min(FRAGMENTS_OF_A_HEADER)];
    let shows_behind = |at: usize| shows_header(&fragments[at..]) || shows_header(near.get(at..).unwrap_or_default());
    let later = (1..FRAGMENTS_OF_A_HEADER).any(|at| begins_behind(at) && shows_behind(at));
    shows_header(fragments) && !(last_cell(&fragments[0]) && later)
}

/// Do the fragments at the beginning look like header cells.
pub fn shows_header(fragments: &[Fragment]) -> bool {
    let Some(head) = fragments.first() else { return false };
    let first = match head.border {
        Border::Open => &fragments[..fragments.len().min(FRAGMENTS_OF_A_HEADER)],
        _ => &fragments[..1 + fragments[1..].iter().take_while(|f| f.border == Border::Cell).count()],
    };
    if head.features.header.is_none() || first.len() + 1 < FRAGMENTS_OF_A_HEADER {
        return false;
    }
    let roles: Vec<ColumnRole> = first.iter().filter_map(|f| f.features.header).collect();
    let data = first.iter().any(|f| f.features.integer.is_some() || f.features.sentences > 0);
    // A row of dates reads as a row of years.
    let plain = |role: &ColumnRole| matches!(role, ColumnRole::Value | ColumnRole::Text | ColumnRole::Schedule);
    let telling = roles.iter().any(|role| !plain(role));
    let same = first.iter().enumerate().any(|(n, f)| first[..n].iter().any(|g| g.features.folded == f.features.folded));
    let known = 4 * roles.len() >= 3 * first.len();
    // A row of the source whose other cells may be the names of places.
    let by_places = || {
        let number = roles.contains(&ColumnRole::Seq) || roles.contains(&ColumnRole::Category);
        let named = roles.contains(&ColumnRole::Name) && roles.contains(&ColumnRole::Value);
        let unknown = first.iter().filter(|f| f.features.header.is_none());
        head.border == Border::Row && number && named && unknown.into_iter().all(may_be_place)
    };
    !data && telling && !same && (known || by_places())
}

/// A few Chinese characters that are no value in words.
fn may_be_place(f: &Fragment) -> bool {
    let plain = f.features.marks.has(Mark::Han) && !f.features.marks.has_any(&[Mark::ValueWords, Mark::KnownHeading]);
    plain && f.features.length <= LONGEST_PLACE
}

/// How many fragments at the beginning repeat the header, 0 when they do not; joined cells count as one text.
pub fn repeated_header(fragments: &[Fragment], header: &[String]) -> usize {
    let mut rest = header.iter().map(String::as_str).filter(|cell| !cell.is_empty());
    let mut wanted = rest.next().unwrap_or("");
    for (count, fragment) in fragments.iter().enumerate() {
        let mut got = fragment.features.folded.as_str();
        if wanted.is_empty() || got.is_empty() {
            return 0;
        }
        while !got.is_empty() {
            let same = if wanted.len() < got.len() { wanted } else { got };
            if same.is_empty() || !got.starts_with(same) || !wanted.starts_with(same) {
                return 0;
            }
            (got, wanted) = (&got[same.len()..], &wanted[same.len()..]);
            if wanted.is_empty() {
                wanted = rest.next().unwrap_or("");
            }
        }
        if wanted.is_empty() {
            return count + 1;
        }
    }
    0
}
