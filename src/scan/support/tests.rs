//! Names and versions as people write them, against a table of a few real products.

use jiff::civil::{Date, date};

use super::*;

const TABLE: &str = r#"format: 1
as-of: 2026-08-22
source: a test
products:
  windows:
    title: Windows
    names: ['^(microsoft )?win(dows)? ?(xp|vista|7|8|8\.1|10|11)\b', '^(microsoft )?windows$']
    cycles:
      - {c: "11-25h2-e", l: "11 25H2 (E)", build: "26200", end: 2028-10-10}
      - {c: "11-25h2-w", l: "11 25H2 (W)", build: "26200", end: 2027-10-12}
      - {c: "11-24h2-iot-lts", l: "11 24H2 IoT", build: "26100", end: 2034-10-10}
      - {c: "11-24h2-e-lts", l: "11 24H2 (E)", build: "26100", end: 2029-10-09}
      - {c: "11-24h2-e", l: "11 24H2 (E)", build: "26100", end: 2027-10-12}
      - {c: "11-24h2-w", l: "11 24H2 (W)", build: "26100", end: 2026-10-13}
      - {c: "11-23h2-e", l: "11 23H2 (E)", build: "22631", end: 2026-11-10}
      - {c: "11-23h2-w", l: "11 23H2 (W)", build: "22631", end: 2025-11-11}
      - {c: "10-22h2", l: "10 22H2", build: "19045", end: 2025-10-14, ext: 2028-10-10}
      - {c: "10-21h2-e-lts", l: "10 21H2 (E)", build: "19044", end: 2027-01-12}
      - {c: "10-21h2-e", l: "10 21H2 (E)", build: "19044", end: 2024-06-11}
      - {c: "10-21h2-w", l: "10 21H2 (W)", build: "19044", end: 2023-06-13}
      - {c: "8.1", build: "9600", end: 2023-01-10}
      - {c: "8", build: "9200", end: 2016-01-12}
      - {c: "7-sp1", l: "7 SP1", build: "7601", end: 2020-01-14}
      - {c: "5-sp3", l: "XP SP3", build: "2600", end: 2014-04-08}
  windows-server:
    title: Windows Server
    names: ['\bwindows server\b']
    cycles:
      - {c: "2025", build: "26100", end: 2034-11-14}
      - {c: "2019", build: "17763", end: 2029-01-09}
      - {c: "2012-r2", l: "Windows Server 2012 R2", build: "9600", end: 2023-10-10, ext: 2026-10-13}
      - {c: "2012", build: "9200", end: 2023-10-10, ext: 2026-10-13}
  office:
    title: Office
    names: ['^(microsoft |ms )?office\b']
    cycles:
      - {c: "2024", end: 2029-10-09}
      - {c: "2021", end: 2026-10-13}
      - {c: "2019", end: 2025-10-14}
      - {c: "2016", end: 2025-10-14}
  mssqlserver:
    title: SQL Server
    names: ['^(microsoft )?sql server']
    cycles:
      - {c: "15.0", l: "2019", end: 2030-01-08}
      - {c: "13.0-sp3", l: "2016 SP3", end: 2026-07-14, ext: 2029-07-17}
  macos:
    title: macOS
    names: ['^(apple )?mac ?os\b']
    cycles:
      - {c: "15", end: none-announced}
      - {c: "12", end: 2024-09-16}
      - {c: "10.15", end: 2026-02-02}
  ios:
    title: iOS
    names: ['^ios']
    cycles: [{c: "18", end: none-announced}, {c: "17", end: 2025-05-13}]
  ipados:
    title: iPadOS
    names: ['^ipad ?os']
    cycles: [{c: "18", end: none-announced}, {c: "17", end: none-announced}]
  android:
    title: Android
    names: ['^android']
    cycles:
      - {c: "14", end: none-announced}
      - {c: "13", end: 2026-03-02}
      - {c: "8.1", end: 2021-01-10}
      - {c: "8.0", end: 2021-01-01}
  ubuntu:
    title: Ubuntu
    names: ['^ubuntu\b']
    cycles:
      - {c: "24.04", end: 2029-05-31, ext: 2036-05-31}
      - {c: "22.04", end: 2027-04-01, ext: 2032-04-09}
      - {c: "20.04", end: 2025-05-31, ext: 2030-04-02}
"#;

const DAY: Date = date(2026, 3, 31);

fn support() -> Support {
    Support::parse(&Yaml::new("facts/end-of-support.yaml", TABLE)).unwrap()
}

fn shown(standing: Standing) -> String {
    match standing {
        Standing::Supported(says) => format!("yes: {says}"),
        Standing::Ended(says) => format!("no: {says}"),
        Standing::Unknown(says) => format!("?: {says}"),
    }
}

#[track_caller]
fn check(asset: &str, version: &str, expected: &str) {
    let version = Some(version).filter(|v| !v.is_empty());
    assert_eq!(shown(support().look_up(asset, version, DAY, 0)), expected, "{asset} {version:?}");
}

#[test]
fn windows_is_known_by_release_and_edition() {
    check("Windows 10 Pro 22H2", "", "no: Windows 10 22H2: security updates ended on 14 October 2025");
    check("Win 11 Home 24H2", "", "yes: Windows 11 24H2 (Home and Pro): supported until 13 October 2026");
    check("Win11 Pro", "25H2", "yes: Windows 11 25H2 (Home and Pro): supported until 12 October 2027");
    check(
        "Windows 11 Enterprise 23H2",
        "",
        "yes: Windows 11 23H2 (Enterprise and Education): supported until 10 November 2026",
    );
    check(
        "Windows 11 Pro Education 23H2",
        "",
        "no: Windows 11 23H2 (Home and Pro): security updates ended on 11 November 2025",
    );
    check("Windows 8.1", "", "no: Windows 8.1: security updates ended on 10 January 2023");
    check("windows 7 professional", "", "no: Windows 7 SP1: security updates ended on 14 January 2020");
    check("Windows XP", "", "no: Windows XP SP3: security updates ended on 8 April 2014");
    check(
        "Windows 10 Enterprise LTSC 2021",
        "",
        "yes: Windows 10 21H2 (Enterprise and Education): supported until 12 January 2027",
    );
}

#[test]
fn without_an_edition_both_must_agree() {
    check("Windows 11 24H2", "", "yes: Windows 11 24H2 (Home and Pro): supported until 13 October 2026");
    check("Windows 11 23H2", "", "?: “Windows 11 23H2”: which edition? the end date depends on it");
}

#[test]
fn without_a_release_all_must_agree() {
    check("Windows 11", "", "?: “Windows 11”: which release? the end date depends on it");
    check("Windows 11 Pro", "", "?: “Windows 11 Pro”: which release? the end date depends on it");
    check("Windows 10", "", "no: Windows 10: security updates ended on 14 October 2025");
    check("Windows", "", "?: “Windows”: which release? the end date depends on it");
    check("Android 8", "", "no: Android 8.1: security updates ended on 10 January 2021");
    check("Ubuntu", "", "?: “Ubuntu”: which release? the end date depends on it");
}

#[test]
fn builds_say_more_than_names() {
    check(
        "Microsoft Windows 11 Pro",
        "10.0.26100.3476",
        "yes: Windows 11 24H2 (Home and Pro): supported until 13 October 2026",
    );
    check("Windows", "10.0.19045.5608", "no: Windows 10 22H2: security updates ended on 14 October 2025");
    check("Windows 10 Pro", "10.0.26100", "yes: Windows 11 24H2 (Home and Pro): supported until 13 October 2026");
    check("Windows Server 2019 Standard", "10.0.17763", "yes: Windows Server 2019: supported until 9 January 2029");
    check("Windows Server", "10.0.26100", "yes: Windows Server 2025: supported until 14 November 2034");
    check("Windows 7", "6.1.7601", "no: Windows 7 SP1: security updates ended on 14 January 2020");
    check("Windows 11 Pro", "10.0.99999", "?: this release of Windows is not in the table: “Windows 11 Pro”");
}

#[test]
fn other_products_are_known_by_their_versions() {
    check(
        "Windows Server 2012 R2 Standard",
        "",
        "no: Windows Server 2012 R2: security updates ended on 10 October 2023",
    );
    check("macOS 12.7 Monterey", "", "no: macOS 12: security updates ended on 16 September 2024");
    check("macOS", "15.3.1 (24D70)", "yes: macOS 15: supported, no end announced");
    check("macOS 10.15.7", "", "no: macOS 10.15: security updates ended on 2 February 2026");
    check("iPadOS 17.6", "", "yes: iPadOS 17: supported, no end announced");
    check("iOS/iPadOS", "18.3.2", "yes: iOS 18: supported, no end announced");
    check("iOS/iPadOS", "17.6", "?: “iOS/iPadOS” may be one of several products with different end dates");
    check("Android 13", "", "no: Android 13: security updates ended on 2 March 2026");
    check("Android", "14.0", "yes: Android 14: supported, no end announced");
    check("Office 2016", "", "no: Office 2016: security updates ended on 14 October 2025");
    check("Microsoft Office Professional 2019", "", "no: Office 2019: security updates ended on 14 October 2025");
    check("Ubuntu 22.04.4 LTS", "", "yes: Ubuntu 22.04: supported until 1 April 2027");
}

#[test]
fn what_the_table_lacks_is_not_known() {
    check("Sage Payroll", "31", "?: “Sage Payroll” is not in the table of end-of-support dates");
    check("Windows 11 Pro 26H2", "", "?: this release of Windows is not in the table: “Windows 11 Pro 26H2”");
    check("macOS 27", "", "?: this release of macOS is not in the table: “macOS 27”");
    check("Ubuntu 24.10", "", "?: this release of Ubuntu is not in the table: “Ubuntu 24.10”");
}

#[test]
fn a_service_pack_matters_while_it_is_supported() {
    check("SQL Server 2016", "", "?: “SQL Server 2016”: which service pack? the end date depends on it");
    check("SQL Server 2016 SP3", "", "yes: SQL Server 2016 SP3: supported until 14 July 2026");
    check("SQL Server 2019", "", "yes: SQL Server 2019: supported until 8 January 2030");
}

#[test]
fn several_products_in_one_cell_are_judged_apart() {
    check("Windows 11 Pro 24H2, Office 2016", "", "no: Office 2016: security updates ended on 14 October 2025");
    check("Windows 11 Pro, 24H2", "", "yes: Windows 11 24H2 (Home and Pro): supported until 13 October 2026");
    check("Windows 11 Pro 24H2; Sage Payroll", "", "?: “Sage Payroll” is not in the table of end-of-support dates");
    check("Sage Payroll + Windows 10", "", "no: Windows 10: security updates ended on 14 October 2025");
}

#[test]
fn the_last_day_is_in_and_extended_updates_do_not_count() {
    let on = |day: Date, left: u32| shown(support().look_up("Windows 10 22H2", None, day, left));
    assert_eq!(on(date(2025, 10, 14), 0), "yes: Windows 10 22H2: supported until 14 October 2025");
    assert_eq!(on(date(2025, 10, 15), 0), "no: Windows 10 22H2: security updates ended on 14 October 2025");
    assert_eq!(on(date(2025, 10, 1), 13), "yes: Windows 10 22H2: supported until 14 October 2025");
    assert_eq!(
        on(date(2025, 10, 1), 14),
        "no: Windows 10 22H2: supported until 14 October 2025, less than 14 days ahead"
    );
}

#[test]
fn faults_of_the_table_are_told_with_their_lines() {
    let wrong = r#"format: 1
as-of: 2026-08-22
source: x
products:
  a:
    title: A
    names: ['(']
    cycles: [{c: "1", end: soon}]
"#;
    let faults = Support::parse(&Yaml::new("f", wrong)).unwrap_err();
    assert!(faults.iter().any(|fault| fault.message.contains("none-announced")), "{faults:?}");
    let faults = Support::parse(&Yaml::new("f", wrong.replace("soon", "2026-01-01"))).unwrap_err();
    assert_eq!(faults[0].at.map(|at| at.line), Some(7), "{faults:?}");
}

#[test]
fn odd_names_are_not_known() {
    for odd in ["", ",", "İ", "windows ١٠", "Windows 99999999999999999999", "win 10.0.", "v", "(", "Ubuntu ..", "+ + +"]
    {
        for version in ["", "10.0.", "İ", "99999"] {
            let standing = support().look_up(odd, Some(version).filter(|v| !v.is_empty()), DAY, 0);
            assert!(matches!(standing, Standing::Unknown(_)), "{odd:?} {version:?} {standing:?}");
        }
    }
}

#[test]
fn bought_updates_that_a_register_speaks_of_take_proof() {
    let says = "Windows 10 22H2: security updates ended on 14 October 2025; it says extended ones are bought, which takes proof";
    check("Windows 10 Pro 22H2 (ESU)", "", &format!("?: {says}"));
    check("Windows 10 Pro 22H2", "extended security updates", &format!("?: {says}"));
    check("Windows 8.1 ESU", "", "no: Windows 8.1: security updates ended on 10 January 2023");
}
