use super::super::super::readers;
use super::*;
use crate::scan::value;

fn kind(layout: &str) -> Kind {
    let yaml = format!(
        "id: a\ntitle: A\nget: run it\nlayout: {{blocks: {layout}}}\nrecognise: {{texts: [a]}}\nsubject: {{kind: host}}\n"
    );
    crate::model::yaml::Yaml::new("a.yaml", &yaml).read().unwrap()
}

fn shown(node: &Node) -> String {
    match &node.value {
        Value::Map(map) => {
            let all: Vec<_> = map.iter().map(|(name, node)| format!("{name}={}", shown(node))).collect();
            format!("{{{}}}", all.join(" "))
        }
        Value::List(list) => format!("[{}]", list.iter().map(shown).collect::<Vec<_>>().join(" ")),
        _ => format!("'{}'", value::words(node)),
    }
}

/// Each record with its place, and what keeps the file from being told whole.
fn found(layout: &str, text: &str, bring: Option<Bring<'_>>) -> Vec<String> {
    let kind = kind(layout);
    let crate::scan::kind::Layout::Blocks(form) = &kind.layout else { panic!("the layout is another") };
    let content = readers::read("a.conf", text.as_bytes()).unwrap();
    let records = cut(&kind, form, "a.conf", &content, bring).unwrap();
    let mut all: Vec<_> = records.records.iter().map(|r| format!("{}: {}", r.spot, shown(&r.tree))).collect();
    all.extend(records.incomplete.map(|why| format!("! {why}")));
    all
}

#[track_caller]
fn check(layout: &str, text: &str, expected: &[&str]) {
    assert_eq!(found(layout, text, None), expected, "{text}");
}

const NGINX: &str = "{form: braces, records: [server], comments: ['#'], repeat: all}";

#[test]
fn blocks_in_braces_inherit_what_they_do_not_set() {
    let text = "# top\nuser www;\nhttp {\n  ssl_protocols TLSv1.2\n    TLSv1.3; # both\n  server {\n    listen 443 ssl;\n    \
                listen [::]:443;\n    location / { return 301 https://$host; }\n    location ~ \\.php$ { deny all; }\n  }\n\
                server { ssl_protocols \"TLSv1\"; }\n}\n";
    check(
        NGINX,
        text,
        &[
            "line 6: {listen=['443 ssl' '[::]:443'] location=[{args='/' return='301 https://$host'} \
             {args='~ \\.php$' deny='all'}] ssl_protocols='TLSv1.2 TLSv1.3' user='www'}",
            "line 12: {ssl_protocols='TLSv1' user='www'}",
        ],
    );
    check(NGINX, "a 1;\nb { c 2; }\n", &["the file: {a='1' b={c='2'}}"]);
}

#[test]
fn quotes_escapes_and_variables_keep_their_signs() {
    check(NGINX, "a \"x; {y} \\\"z\\\"\" w;", &["the file: {a='x; {y} \"z\" w'}"]);
    check(NGINX, "a ${x}y; b k=\"1;2\" 3;", &["the file: {a='${x}y' b='k=\"1;2\" 3'}"]);
    check(NGINX, "a 'x\ny';", &["the file: {a='x y'}"]);
    check(NGINX, "a \\;b; c d#e;", &["the file: {a='\\;b' c='d#e'}"]);
    check(
        "{form: braces, comments: ['//', '/*']}",
        "a 1; // b 2;\n/* c 3;\nd 4; */ e 5;",
        &["the file: {a='1' e='5'}"],
    );
}

#[test]
fn entries_without_a_name_are_a_list() {
    let text = "Unattended-Upgrade::Origins {\n  \"a:${b}-security\";\n//  \"c\";\n  \"d\";\n};\nX::Y \"1\";\n";
    check(
        "{form: braces, comments: ['//', '#']}",
        text,
        &["the file: {Unattended-Upgrade::Origins={entries=['a:${b}-security' 'd']} X::Y='1'}"],
    );
    check(NGINX, "acl { any; };", &["the file: {acl={any='' entries=['any']}}"]);
}

#[test]
fn ends_of_lines_end_directives_where_the_file_has_no_other_sign() {
    let text = "table inet filter {\n  set s {\n    elements = { 192.0.2.1,\n      192.0.2.2 }\n  }\n  chain input {\n    \
                type filter hook input priority 0; policy drop;\n    tcp dport { 22, 443 } accept\n    iif lo accept\n  }\n}\n";
    check(
        "{form: braces, records: [chain], comments: ['#'], repeat: all}",
        text,
        &["line 6: {args='input' type='filter hook input priority 0' policy='drop' tcp='dport { 22, 443 } accept' \
           iif='lo accept'}"],
    );
}

#[test]
fn old_property_lists_are_blocks_too() {
    check(
        "{form: braces}",
        "{\n    askForPassword = 1;\n    \"com.example.a\" =     {\n        b = \"c d\";\n    };\n}\n",
        &["the file: {askForPassword='1' com.example.a={b='c d'}}"],
    );
}

#[test]
fn blocks_between_tags_are_read_with_lines_that_go_on() {
    let text = "ServerTokens Prod\n<IfModule mod_ssl.c>\nSSLProtocol all \\\n  -SSLv3\n<VirtualHost *:443>\n  \
                ServerName \"a b\" # name\n  <Directory \"/var/www\">\n    Require all granted\n  </Directory>\n\
                </VirtualHost>\n</IfModule>\n# <VirtualHost>\n";
    let layout =
        |through: &str| format!("{{form: tags, records: [virtualhost], comments: ['#'], through: [{through}]}}");
    let expected = "line 5: {args='*:443' ServerName='a b' Directory={args='/var/www' Require='all granted'} \
                    ServerTokens='Prod' SSLProtocol='all -SSLv3'}";
    check(&layout("IfModule"), text, &[expected]);
    check(&layout("IfModule"), "<IfModule a>\nB 1\n</IfModule>\n", &["the file: {B='1'}"]);
    check(&layout(""), "<IfModule a>\nB 1\n</IfModule>\n", &["the file: {IfModule={args='a' B='1'}}"]);
}

const SSHD: &str = "{form: match, comments: ['#'], repeat: first}";

#[test]
fn a_match_goes_on_to_the_next_one_and_inherits() {
    let text = "PermitRootLogin no # never\nPermitRootLogin yes\nBanner=\"/etc/issue\"\nMatch User backup\n  \
                PermitRootLogin yes\nMatch Address 192.0.2.0/24\n  X11Forwarding no\n";
    check(
        SSHD,
        text,
        &[
            "the file: {PermitRootLogin='no' Banner='/etc/issue'}",
            "line 4: {args='User backup' PermitRootLogin='yes' Banner='/etc/issue'}",
            "line 6: {args='Address 192.0.2.0/24' X11Forwarding='no' PermitRootLogin='no' Banner='/etc/issue'}",
        ],
    );
}

#[test]
fn of_directives_that_come_twice_the_layout_says_which_counts() {
    for (repeat, expected) in [("first", "'1'"), ("last", "'2'"), ("all", "['1' '2']")] {
        check(&format!("{{form: braces, repeat: {repeat}}}"), "a 1; A 2;", &[&format!("the file: {{a={expected}}}")]);
    }
    check("{form: braces}", "a { b 1; } a { b 2; } a 3;", &["the file: {a=[{b='1'} {b='2'} '3']}"]);
}

#[test]
fn blocks_that_do_not_close_make_the_file_incomplete() {
    check(NGINX, "a { b 1;\n", &["the file: {a={b='1'}}", "! the block `a` from line 1 does not end"]);
    check(NGINX, "a 1;\n}\nb 2;", &["the file: {a='1' b='2'}", "! line 2: a block ends that never began"]);
    check(NGINX, "a 1;\nb 2\n", &["the file: {a='1' b='2'}", "! the directive in line 2 does not end"]);
    check(NGINX, "a \"1;\nb 2;\n", &["the file: {a=''}", "! the quote in line 1 does not end"]);
    check("{form: tags}", "<A>\nb 1\n", &["the file: {A={b='1'}}", "! the block `A` from line 1 does not end"]);
    check(
        "{form: tags}",
        "<A>\n<B>\nc 1\n</A>\n</D>\n",
        &["the file: {A={B={c='1'}}}", "! the block `B` from line 2 does not end"],
    );
    let deep = found(NGINX, &"a {".repeat(100), None);
    assert!(deep.last().unwrap().contains("more than 64 deep"), "{deep:?}");
}

#[test]
fn what_inherits_more_than_memory_should_hold_is_cut_short() {
    let many: String = (0..1_000).map(|n| format!("k{n} v;\n")).collect();
    let text = format!("{many}{}", "server { a 1; }\n".repeat(2_000));
    let found = found(NGINX, &text, None);
    assert_eq!(found.last().unwrap(), "! only the first 500000 values were read");
}

#[test]
fn files_that_are_taken_in_stand_in_the_place_of_the_directive() {
    let bring = |_: &crate::model::KindId, from: &str, target: &str| -> Vec<(String, Vec<Line>)> {
        let text = match (from, target) {
            ("a.conf", "b.conf") => "c 2;\ninclude d.conf;\n",
            ("b.conf", "d.conf") => "e 3;\ninclude a.conf;\n",
            ("d.conf", "a.conf") => "boom 1;\n",
            _ => return Vec::new(),
        };
        let line = |(at, text): (usize, &str)| Line {
            text: text.into(),
            spot: Spot::In(target.into(), at + 1),
            heading: false,
        };
        vec![(target.to_owned(), text.lines().enumerate().map(line).collect())]
    };
    let layout = "{form: braces, include: [include]}";
    let text = "a 1;\ninclude b.conf;\ninclude gone.conf;\nf { include b.conf; }\n";
    let expected = ["the file: {a='1' c='2' e='3' include='gone.conf' f={c='2' e='3'}}", "! a.conf takes itself in"];
    assert_eq!(found(layout, text, Some(&bring)), expected);
    check(layout, "include b.conf;\n", &["the file: {include='b.conf'}"]);
    check(layout, "a { b { include c; } }\n", &["the file: {a={b={include='c'}} include='c'}"]);
    check(
        "{form: braces, include: [include], harmless: [mime.types]}",
        "include /etc/mime.types;\n",
        &["the file: {}"],
    );
}
