//! Whether a product still gets security updates.

use super::view::View;
use super::{Ground, Judged, Truth};
use crate::scan::content::Value;
use crate::scan::expect::Product;
use crate::scan::lookup::Found;
use crate::scan::support::Standing;
use crate::scan::value;

/// Whether anything in a record says that it is about an iPad.
fn is_an_ipad(view: &View<'_>) -> bool {
    let Value::Map(map) = &view.tree.value else { return false };
    map.iter().any(|(_, node)| matches!(&node.value, Value::Text(text) if text.to_lowercase().contains("ipad")))
}

/// People call the system of an iPad by that of the iPhone, whose releases end on other days; the oldest had that one.
fn words_for_ipad(asset: &str) -> String {
    let text = asset.trim();
    match text.get(..3).zip(text.get(3..)) {
        Some((ios, rest)) if ios.eq_ignore_ascii_case("ios") && (rest.is_empty() || rest.starts_with(' ')) => {
            format!("iOS/iPadOS{rest}")
        }
        _ => asset.to_owned(),
    }
}

pub(super) fn supported(view: &View<'_>, product: &Product, ground: &Ground<'_>) -> Judged {
    let text = |at: &str| match view.find(at) {
        Found::Value(node) if !value::is_blank(node) => Some((value::words(node), node)),
        Found::Value(_) | Found::Each(_) | Found::Missing | Found::Cut(_) => None,
    };
    let name = view.name(&product.at);
    let Some((asset, node)) = text(&product.at) else { return Judged::unknown(format!("{name} is not filled in")) };
    let version = product.version.as_deref().and_then(text).map(|(version, _)| version);
    let (asset, version) = match &product.is {
        Some(is) => (is.clone(), Some(asset)),
        None => (asset, version),
    };
    let named = if is_an_ipad(view) { words_for_ipad(&asset) } else { asset.clone() };
    let standing = ground.support.look_up(&named, version.as_deref(), ground.publish_on, product.days_left);
    let (truth, says) = match standing {
        Standing::Supported(says) => (Truth::Holds, says),
        Standing::Ended(says) => (Truth::Fails, says),
        Standing::Unknown(says) => (Truth::Unknown, says),
    };
    let shown = match &version {
        Some(version) => format!("{asset} {version}"),
        None => asset,
    };
    let observed = (!view.record.shape.personal).then(|| value::mask(&shown));
    Judged { observed, ..Judged::of(truth, says, "") }.at(node)
}
