//! How hard the texts of the packs are to read, by two established formulas, over questions and over help.

use dspt::{
    model::{Glossary, Pack, yaml::Yaml},
    pack::{Text, ages},
};

/// The reading age that the median text may ask for.
const AGE: f64 = 12.0;

#[test]
fn questions_and_help_of_every_pack_can_be_read_at_twelve() {
    let glossary = glossary();
    for pack in packs() {
        for (part, text) in [("questions", Text::Question), ("help", Text::Help)] {
            let ages = ages(&pack, text, &glossary).unwrap();
            let hardest = self::ages(&pack, text, &Glossary::default()).unwrap().median;
            let (age, other) = (ages.median, ages.other);
            println!(
                "{} {part}: median age {age:.1} (Flesch-Kincaid), {other:.1} (Coleman-Liau), {hardest:.1} with all terms",
                pack.id
            );
            for (item, age, other) in ages.items.iter().take(10) {
                println!("  {age:.1} {other:.1}  {} {}", item.id, item.title);
            }
            assert!(age <= AGE, "the {part} of {} ask for age {age:.1}", pack.id);
            assert!(hardest <= AGE, "the {part} of {} ask for age {hardest:.1}, terms and all", pack.id);
            assert!(other <= AGE, "the {part} of {} ask for age {other:.1} by the second formula", pack.id);
        }
    }
}

fn packs() -> Vec<Pack> {
    let mut packs = Vec::new();
    for entry in std::fs::read_dir("assertions").unwrap() {
        let file = entry.unwrap().path().join("pack.yaml");
        if let Ok(text) = std::fs::read_to_string(&file) {
            packs.push(Yaml::new("pack.yaml", &text).read().unwrap());
        }
    }
    assert!(!packs.is_empty());
    packs
}

fn glossary() -> Glossary {
    let text = std::fs::read_to_string("assertions/glossary.yaml").unwrap();
    dspt::pack::glossary("glossary.yaml", &text).unwrap()
}
