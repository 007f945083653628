//! Word lists (词表) that are asked for the beginning and the end of a text.

/// The words of a list, indexed by their first and by their last character.
#[derive(Debug, Clone, Default)]
pub struct WordList {
    words: Vec<String>,
    first: Index,
    last: Index,
}

/// For each character, in order, the words that begin or end with it, longer ones first.
type Index = Vec<(char, Vec<String>)>;

impl WordList {
    /// A list of words, none of them empty.
    pub fn new(words: Vec<String>) -> WordList {
        let first = index(&words, |word| word.chars().next());
        let last = index(&words, |word| word.chars().next_back());
        WordList { words, first, last }
    }

    /// The words in the order of the file.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Length in bytes of the longest word that the text begins with.
    pub fn prefix(&self, text: &str) -> Option<usize> {
        self.prefixes(text).next()
    }

    /// Lengths in bytes of all words that the text begins with, the longest first.
    pub fn prefixes(&self, text: &str) -> impl Iterator<Item = usize> {
        let words = lookup(&self.first, text.chars().next());
        words.iter().filter(move |word| text.starts_with(word.as_str())).map(String::len)
    }

    /// Length in bytes of the longest word that the text ends with.
    pub fn suffix(&self, text: &str) -> Option<usize> {
        lookup(&self.last, text.chars().next_back()).iter().find(|word| text.ends_with(word.as_str())).map(String::len)
    }

    /// Is the whole text one of the words.
    pub fn contains(&self, text: &str) -> bool {
        lookup(&self.first, text.chars().next()).iter().any(|word| word == text)
    }
}

fn index(words: &[String], key: impl Fn(&str) -> Option<char>) -> Index {
    let mut pairs: Vec<(char, &String)> = words.iter().filter_map(|word| Some((key(word)?, word))).collect();
    pairs.sort_by_key(|(c, word)| (*c, std::cmp::Reverse(word.len())));
    let mut out: Index = Vec::new();
    for (c, word) in pairs {
        match out.last_mut().filter(|last| last.0 == c) {
            Some((_, words)) => words.push(word.clone()),
            None => out.push((c, vec![word.clone()])),
        }
    }
    out
}

fn lookup(index: &Index, key: Option<char>) -> &[String] {
    let found = key.and_then(|c| index.binary_search_by_key(&c, |entry| entry.0).ok());
    found.map_or(&[], |at| index[at].1.as_slice())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_wins() {
        let list = WordList::new(["万", "万元", "元", "亿元"].map(String::from).to_vec());
        assert_eq!(list.prefix("万元以上"), Some("万元".len()));
        assert_eq!(list.prefixes("万元以上").collect::<Vec<_>>(), ["万元".len(), "万".len()]);
        assert_eq!((list.prefix("吨"), list.prefix("")), (None, None));
        assert_eq!(list.suffix("5亿元"), Some("亿元".len()));
        assert!(list.contains("元") && !list.contains("美元") && !list.contains(""));
    }
}
