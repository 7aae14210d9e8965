//! Civil dates in words and the arithmetic of months.

use jiff::{ToSpan, civil::Date};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The day so many calendar months earlier; the last day of the month where there is no such day.
pub fn months_before(day: Date, months: u32) -> Date {
    day.checked_sub(i64::from(months).months()).unwrap_or(Date::MIN)
}

/// The day so many calendar months later; the last day of the month where there is no such day.
pub fn months_after(day: Date, months: u32) -> Date {
    day.checked_add(i64::from(months).months()).unwrap_or(Date::MAX)
}

/// A date in words: `4 March 2026`.
pub fn written(day: Date) -> String {
    let month = usize::try_from(day.month()).ok().and_then(|m| MONTHS.get(m.checked_sub(1)?)).unwrap_or(&"");
    format!("{} {month} {}", day.day(), day.year())
}

/// A day as British people type it: 31/5/2026, 31.5.26, 31 May 2026, Sunday 31st May 26, 2026-05-31.
pub fn typed(text: &str) -> Option<Date> {
    if let Ok(day) = text.trim().parse() {
        return Some(day);
    }
    let parts = parts(text);
    let [day, month, year] = parts.as_slice() else { return None };
    let year = match year.parse().ok()? {
        year @ 0..100 => year + 2000,
        year => year,
    };
    in_year(day, month, year)
}

/// The same for a day to come, which may be typed without its year: it is the next one from today on then.
pub fn typed_ahead(text: &str, today: Date) -> Option<Date> {
    let parts = parts(text);
    let [day, month] = parts.as_slice() else { return typed(text) };
    (0..5).filter_map(|more| in_year(day, month, today.year() + more)).find(|day| *day >= today)
}

/// The pieces of a typed day, without the name of a weekday before them.
fn parts(text: &str) -> Vec<&str> {
    let parts = text.split(['/', '.', '-', ' ', ',']).filter(|part| !part.is_empty());
    parts.enumerate().filter(|(at, part)| *at > 0 || !is_weekday(part)).map(|(_, part)| part).collect()
}

fn in_year(day: &str, month: &str, year: i16) -> Option<Date> {
    let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()?;
    let month = month.parse().ok().or_else(|| month_of(month))?;
    Date::new(year, month, day).ok()
}

/// The number of a month by its name or at least three letters of it.
fn month_of(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let begins = |name: &&str| word.len() >= 3 && name.to_lowercase().starts_with(&word);
    MONTHS.iter().zip(1..).find(|(name, _)| begins(name)).map(|(_, number)| number)
}

fn is_weekday(word: &str) -> bool {
    let word = word.to_lowercase();
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    word.len() >= 3 && days.iter().any(|day| day.starts_with(&word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn twelve_months_before_a_leap_day_is_the_28th() {
        assert_eq!(months_before(date(2024, 2, 29), 12), date(2023, 2, 28));
        assert_eq!(months_before(date(2026, 3, 31), 1), date(2026, 2, 28));
        assert_eq!(months_after(date(2024, 2, 29), 12), date(2025, 2, 28));
    }

    #[test]
    fn days_are_understood_as_british_people_type_them() {
        let day = |text| typed_ahead(text, date(2026, 3, 31));
        for text in ["2026-05-31", "31/5/2026", "31.05.26", "31 May 2026", "31st may, 2026", "Sun 31 May 26", "31 May"]
        {
            assert_eq!(day(text), Some(date(2026, 5, 31)), "{text}");
        }
        assert_eq!(day("30 March"), Some(date(2027, 3, 30)));
        assert_eq!(day("29/2"), Some(date(2028, 2, 29)));
        for text in ["", "soon", "5/31/2026", "31 June 2026", "31", "31 Ma 2026", "1 2 3 4", "99999 May 2026"] {
            assert_eq!(day(text), None, "{text}");
        }
        assert_eq!(typed("31st May 26"), Some(date(2026, 5, 31)));
        assert_eq!(typed("31 May"), None, "a day that was needs its year");
    }

    #[test]
    fn dates_are_written_as_people_say_them() {
        assert_eq!(written(date(2026, 3, 4)), "4 March 2026");
    }
}
