//! Blocks in braces: `name words;` and `name words { … }`, or a directive a line where the file ends none with `;`.

use super::nest::{Item, Nest, Parsed};
use crate::scan::content::{Line, Spot};

/// More words and signs than this are no settings.
const MOST_TOKENS: usize = 500_000;

/// A word or a sign with the index of its line.
struct Token {
    what: What,
    line: usize,
}

enum What {
    Word { text: String, quoted: bool },
    End,
    Open,
    Close,
}

pub(super) fn parse(lines: &[Line], comments: &[String]) -> Parsed {
    let (tokens, fault) = tokens(lines, comments);
    let spot = |line: usize| lines.get(line).map_or(Spot::Whole, |line| line.spot.clone());
    let first = build(&tokens, &spot, false);
    // Where a block ends behind words that nothing ended, it is the ends of lines that end directives.
    let (nest, _) = if first.1 { build(&tokens, &spot, true) } else { first };
    let parsed = nest.finish();
    Parsed { fault: fault.or(parsed.fault), ..parsed }
}

/// The words and signs of a text, and what is wrong with it.
fn tokens(lines: &[Line], comments: &[String]) -> (Vec<Token>, Option<String>) {
    let mut tokens = Vec::new();
    let mut reading = Reading::Between;
    for (line, text) in lines.iter().enumerate() {
        if tokens.len() > MOST_TOKENS {
            return (tokens, Some(format!("only the first {line} lines were read")));
        }
        reading = reading.line(&text.text, line, comments, &mut tokens);
    }
    let fault = match reading {
        Reading::Between => None,
        Reading::Quoted { line, .. } => {
            let spot = lines.get(line).map_or(Spot::Whole, |line| line.spot.clone());
            Some(format!("the quote in {spot} does not end"))
        }
        Reading::Comment => Some("a comment does not end".into()),
    };
    (tokens, fault)
}

/// What a line may begin in the middle of.
enum Reading {
    Between,
    /// Words in quotes, from this line on.
    Quoted {
        text: String,
        quote: char,
        line: usize,
    },
    Comment,
}

impl Reading {
    fn line(self, text: &str, line: usize, comments: &[String], into: &mut Vec<Token>) -> Self {
        let mut rest = text;
        let mut word = String::new();
        match self {
            Self::Between => {}
            Self::Quoted { text: mut begun, quote, line: from } => {
                begun.push(' ');
                match close(&mut begun, rest, quote) {
                    Some(after) => {
                        into.push(Token { what: What::Word { text: begun, quoted: true }, line: from });
                        rest = after;
                    }
                    None => return Self::Quoted { text: begun, quote, line: from },
                }
            }
            Self::Comment => match rest.split_once("*/") {
                Some((_, after)) => rest = after,
                None => return Self::Comment,
            },
        }
        fn end(word: &mut String, line: usize, into: &mut Vec<Token>) {
            if !word.is_empty() {
                into.push(Token { what: What::Word { text: std::mem::take(word), quoted: false }, line });
            }
        }
        while let Some(sign) = rest.chars().next() {
            let after = &rest[sign.len_utf8()..];
            let mark = comments.iter().find(|mark| !mark.is_empty() && rest.starts_with(mark.as_str()));
            if let Some(mark) = mark.filter(|_| word.is_empty()) {
                if mark != "/*" {
                    return Self::Between;
                }
                match after.get(1..).and_then(|inner| inner.split_once("*/")) {
                    Some((_, behind)) => rest = behind,
                    None => return Self::Comment,
                }
                continue;
            }
            rest = after;
            match sign {
                ';' | '{' | '}' => {
                    end(&mut word, line, into);
                    let what = match sign {
                        ';' => What::End,
                        '{' => What::Open,
                        _ => What::Close,
                    };
                    into.push(Token { what, line });
                }
                '"' | '\'' if word.is_empty() => {
                    let mut text = String::new();
                    match close(&mut text, rest, sign) {
                        Some(behind) => {
                            into.push(Token { what: What::Word { text, quoted: true }, line });
                            rest = behind;
                        }
                        None => return Self::Quoted { text, quote: sign, line },
                    }
                }
                // Quotes inside a word keep what they hold together, and stay.
                '"' if word.ends_with(['=', '(', ',']) => match rest.split_once('"') {
                    Some((inner, behind)) => {
                        word.push_str(&format!("\"{inner}\""));
                        rest = behind;
                    }
                    None => word.push(sign),
                },
                '\\' => {
                    word.push(sign);
                    if let Some(next) = rest.chars().next() {
                        word.push(next);
                        rest = &rest[next.len_utf8()..];
                    }
                }
                // A variable: `${name}`.
                '$' if rest.starts_with('{') => match rest.split_once('}') {
                    Some((inner, behind)) => {
                        word.push_str(&format!("${inner}}}"));
                        rest = behind;
                    }
                    None => word.push(sign),
                },
                _ if sign.is_whitespace() => end(&mut word, line, into),
                _ => word.push(sign),
            }
        }
        end(&mut word, line, into);
        Self::Between
    }
}

/// Adds what stands before the quote that closes; gives what stands behind it.
fn close<'a>(into: &mut String, text: &'a str, quote: char) -> Option<&'a str> {
    let mut signs = text.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        match sign {
            '\\' if signs.peek().is_some_and(|(_, next)| *next == quote || *next == '\\') => {
                into.extend(signs.next().map(|(_, next)| next));
            }
            _ if sign == quote => return text.get(at + sign.len_utf8()..),
            _ => into.push(sign),
        }
    }
    None
}

/// Makes a nest of tokens; with it, whether some block ended behind words that nothing ended.
fn build(tokens: &[Token], spot: &dyn Fn(usize) -> Spot, by_line: bool) -> (Nest, bool) {
    let mut nest = Nest::new();
    let mut unended = false;
    let mut words = Words::default();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        let is_new = words.line.is_some_and(|line| line != token.line);
        let goes_on = words.list.last().is_some_and(|(word, _)| word.ends_with([',', '\\']));
        if by_line && is_new && !goes_on && !matches!(token.what, What::Open) {
            words.finish(&mut nest, spot);
        }
        match &token.what {
            What::Word { text, quoted } => words.add(text, *quoted, token.line),
            What::End => words.finish(&mut nest, spot),
            What::Open => {
                if let Some(inner) = inline(tokens, at).filter(|_| by_line && !words.list.is_empty()) {
                    let set: Vec<&str> = tokens[at..inner].iter().filter_map(Token::word).collect();
                    words.add(&format!("{{ {} }}", set.join(" ")), false, token.line);
                    at = inner + 1;
                    continue;
                }
                let (name, args, line) = words.take();
                if !nest.open(name, args, spot(line.unwrap_or(token.line))) {
                    break;
                }
            }
            What::Close => {
                unended |= !words.list.is_empty();
                words.finish(&mut nest, spot);
                nest.close(&spot(token.line));
            }
        }
    }
    if let Some(line) = words.line.filter(|_| !by_line) {
        nest.blame(|| format!("the directive in {} does not end", spot(line)));
    }
    words.finish(&mut nest, spot);
    (nest, unended)
}

impl Token {
    fn word(&self) -> Option<&str> {
        match &self.what {
            What::Word { text, .. } => Some(text),
            What::End | What::Open | What::Close => None,
        }
    }
}

/// Where the brace that opened before `from` closes in the same line with nothing but words in it: a set of values.
fn inline(tokens: &[Token], from: usize) -> Option<usize> {
    let line = tokens.get(from)?.line;
    let same = tokens.get(from..)?.iter().take_while(|token| token.line == line);
    let length = same.take_while(|token| matches!(token.what, What::Word { .. })).count();
    let next = tokens.get(from + length).filter(|next| next.line == line)?;
    matches!(next.what, What::Close).then_some(from + length)
}

/// The words since the last sign.
#[derive(Default)]
struct Words {
    list: Vec<(String, bool)>,
    /// The line of the first, then of the last one.
    begun: Option<usize>,
    line: Option<usize>,
}

impl Words {
    fn add(&mut self, word: &str, quoted: bool, line: usize) {
        self.list.push((word.to_owned(), quoted));
        self.begun.get_or_insert(line);
        self.line = Some(line);
    }

    /// The first word and the others, without a `=` between them.
    fn take(&mut self) -> (String, String, Option<usize>) {
        let line = self.begun.take();
        self.line = None;
        let mut words = std::mem::take(&mut self.list).into_iter().map(|(word, _)| word).peekable();
        let name = words.next().unwrap_or_default();
        if words.peek().is_some_and(|word| word == "=") {
            words.next();
        }
        (name, words.filter(|word| word != "\\").collect::<Vec<_>>().join(" "), line)
    }

    /// Ends a directive, or entries of a list.
    fn finish(&mut self, nest: &mut Nest, spot: &dyn Fn(usize) -> Spot) {
        let Some((first, quoted)) = self.list.first() else { return };
        let (alone, quoted, is_list) = (self.list.len() == 1, *quoted, first.ends_with(','));
        if is_list && nest.depth() > 0 {
            let all = self.list.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" ");
            let spot = spot(self.begun.unwrap_or_default());
            for words in all.split(',').map(str::trim).filter(|words| !words.is_empty()) {
                nest.push(Item::Entry { words: words.to_owned(), spot: spot.clone() });
            }
            self.take();
            return;
        }
        let (name, words, line) = self.take();
        let spot = spot(line.unwrap_or_default());
        if alone && nest.depth() > 0 {
            nest.push(Item::Entry { words: name.clone(), spot: spot.clone() });
        }
        if !(alone && quoted) || nest.depth() == 0 {
            nest.push(Item::Directive { name, words, spot });
        }
    }
}
