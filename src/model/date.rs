//! Civil dates in words and the arithmetic of months.

use jiff::{ToSpan, civil::Date};

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
    let month = usize::try_from(day.month()).ok().and_then(|m| MONTHS.get(m.checked_sub(1)?)).unwrap_or(&"");
    format!("{} {month} {}", day.day(), day.year())
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
    fn dates_are_written_as_people_say_them() {
        assert_eq!(written(date(2026, 3, 4)), "4 March 2026");
    }
}
