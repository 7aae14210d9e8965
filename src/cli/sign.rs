//! `dspt sign`: the person responsible confirms the answers; any later change withdraws that.

use super::{
    Exit,
    args::{Common, Sign as Args},
    assess,
    error::advised,
    library::Library,
    screen::{Screen, Tone},
    status,
    workspace::Workspace,
};
use crate::{
    answers::Edit,
    model::{Answer, Assessment, ItemId, Scorecard, Seal, SignOff, written},
};

/// Runs the command.
pub(super) fn run(common: &Common, args: &Args) -> anyhow::Result<Exit> {
    let (by, role) = (args.by.trim(), args.role.trim());
    if by.is_empty() || role.is_empty() {
        let missing = if by.is_empty() { "a name" } else { "a role" };
        return Err(advised(
            format!("{missing} is needed: nobody else can confirm the answers"),
            "give both, such as --by \"Ann Example\" --role \"Registered manager\"",
        ));
    }
    let library = Library::load_in(common, &args.workspace.dir)?;
    let mut workspace = Workspace::open(&args.workspace.dir, &args.workspace.which, &library)?;
    can_be_signed(workspace.assessment())?;
    let scorecard = assess::scorecard(common, &workspace, &library)?;
    let (today, _) = assess::days(common);
    let sign_off = SignOff {
        by: by.to_owned(),
        role: Some(role.to_owned()),
        on: today,
        confirmed: Some(Seal::of(workspace.assessment())),
    };
    workspace.change(&library, &Edit::SignOff(&sign_off))?;
    let mut screen = Screen::new(common);
    screen.heading(&format!("Confirmed by {by}, {role}, {}", written(today)));
    told(&mut screen, &scorecard, workspace.assessment());
    screen.gap();
    screen.line(
        "Any later change of an answer or an exception withdraws this, and every report says so. Nothing was sent \
         anywhere: you publish in the portal yourself, and then note it with `dspt publish`.",
    );
    screen.print()?;
    Ok(Exit::Done)
}

/// Whether there is anything that a person could confirm.
fn can_be_signed(assessment: &Assessment) -> anyhow::Result<()> {
    let says =
        |answer: &Answer| answer.value.is_some() || answer.not_applicable.is_some() || !answer.evidence.is_empty();
    let (carried, own): (Vec<_>, Vec<_>) = assessment.answers.values().partition(|answer| answer.to_confirm);
    if own.into_iter().any(says) {
        return Ok(());
    }
    Err(match carried.len() {
        0 => advised("there is nothing to confirm: not one item is answered", "answer items with `dspt interview`"),
        n => advised(
            format!("there is nothing to confirm yet: all {n} answers were carried forward and none was looked at"),
            "go through them with `dspt interview` first",
        ),
    })
}

/// What was confirmed, the gaps with it: a signature under less than all is no fault, and no secret.
fn told(screen: &mut Screen, scorecard: &Scorecard, assessment: &Assessment) {
    screen.item("On the answers: ", &scorecard.on_answers.title);
    screen.item("Of the items:   ", &status::in_words(&scorecard.counts));
    let waiting = assessment.answers.values().filter(|answer| answer.to_confirm).count();
    if waiting > 0 {
        let text = match waiting {
            1 => "1 answer from last year was not looked at again, and counts for nothing.".to_owned(),
            n => format!("{n} answers from last year were not looked at again, and count for nothing."),
        };
        screen.toned("", &text, Tone::Careful);
    }
    if !scorecard.contradictions.is_empty() {
        let ids: Vec<&str> = scorecard.contradictions.iter().map(ItemId::as_str).collect();
        let text = format!("Your files say otherwise on: {}. `dspt status` says what they say.", ids.join(", "));
        screen.toned("", &text, Tone::Bad);
    }
}
