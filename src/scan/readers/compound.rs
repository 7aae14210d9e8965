//! The container of older office programs, looked through before a reader without limits of its own is let loose on it:
//! chains that run in circles and cells in far corners would cost all memory.

use std::collections::BTreeSet;

/// Numbers from here on mark the end of a chain or an unused sector.
const MARKS: u32 = 0xffff_fffa;
/// Shorter streams lie in the small sectors.
const SMALL: usize = 4096;
const SMALL_SECTOR: usize = 64;
/// No sheet may stretch over more cells than this, empty ones included.
const AREA: u64 = 2_000_000;

/// What a look through an old workbook shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// It can be read without harm.
    Sound,
    /// It asks for a password.
    Locked,
    /// It cannot be followed, or is no workbook that Excel wrote.
    Damaged,
}

/// Looks through the container and the old workbook in it.
pub(super) fn look(bytes: &[u8]) -> Look {
    match Streams::open(bytes).and_then(|streams| streams.workbook()) {
        Some(book) => look_through(&book),
        None => Look::Damaged,
    }
}

struct Container<'a> {
    bytes: &'a [u8],
    size: usize,
    table: Vec<u32>,
}

impl<'a> Container<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let size = match short(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut container = Self { bytes, size, table: Vec::new() };
        let mut lists: Vec<u32> = (0..109).filter_map(|index| long(bytes, 76 + index * 4)).collect();
        let mut next = long(bytes, 68)?;
        for _ in 0..=bytes.len() / size {
            if next >= MARKS {
                break;
            }
            let mut more = container.numbers(next)?;
            next = more.pop()?;
            lists.extend(more);
        }
        if next < MARKS {
            return None;
        }
        let mut table = Vec::new();
        // One number a sector, and room to spare.
        let most = bytes.len() / SMALL_SECTOR + SMALL;
        for sector in lists.into_iter().filter(|sector| *sector < MARKS) {
            table.extend(container.numbers(sector)?);
            if table.len() > most {
                return None;
            }
        }
        container.table = table;
        Some(container)
    }

    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        let from = usize::try_from(number).ok()?.checked_add(1)?.checked_mul(self.size)?;
        // The last sector may be cut short.
        let rest = self.bytes.get(from..).filter(|rest| !rest.is_empty())?;
        Some(rest.get(..self.size).unwrap_or(rest))
    }

    fn numbers(&self, sector: u32) -> Option<Vec<u32>> {
        let sector = self.sector(sector)?;
        Some((0..sector.len() / 4).filter_map(|index| long(sector, index * 4)).collect())
    }

    fn stream(&self, start: u32) -> Option<Vec<u8>> {
        let mut stream = Vec::new();
        for sector in chain(&self.table, start)? {
            stream.extend_from_slice(self.sector(sector)?);
        }
        Some(stream)
    }
}

/// The streams of a container and the folders that they lie in, once all that leads to them has proved sound.
pub(super) struct Streams<'a> {
    container: Container<'a>,
    entries: Vec<Vec<u8>>,
    small: Vec<u8>,
    small_table: Vec<u32>,
}

impl<'a> Streams<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Option<Self> {
        let container = Container::open(bytes)?;
        let folder = container.stream(long(bytes, 48)?)?;
        let entries: Vec<Vec<u8>> = folder.chunks_exact(128).map(<[u8]>::to_vec).collect();
        let small = container.stream(long(entries.first()?, 116)?)?;
        let small_table = match long(bytes, 64)? {
            0 => Vec::new(),
            _ => {
                let table = container.stream(long(bytes, 60)?)?;
                (0..table.len() / 4).filter_map(|index| long(&table, index * 4)).collect()
            }
        };
        Some(Self { container, entries, small, small_table })
    }

    /// The name of an entry.
    pub(super) fn name(&self, entry: usize) -> String {
        let entry = self.entries.get(entry).map(Vec::as_slice).unwrap_or_default();
        let letters = entry.chunks_exact(2).take(32).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        let letters: Vec<u16> = letters.take_while(|letter| *letter != 0).collect();
        String::from_utf16_lossy(&letters)
    }

    /// The entries in a folder, of which the first is that of the whole container.
    pub(super) fn within(&self, folder: usize) -> Vec<usize> {
        let link = |entry: usize, at: usize| {
            let next = usize::try_from(long(self.entries.get(entry)?, at)?).ok()?;
            (next < self.entries.len()).then_some(next)
        };
        let mut found = BTreeSet::new();
        let mut next: Vec<usize> = link(folder, 76).into_iter().collect();
        while let Some(entry) = next.pop() {
            if found.insert(entry) {
                next.extend([68, 72].into_iter().filter_map(|side| link(entry, side)));
            }
        }
        found.into_iter().collect()
    }

    /// The entry of a name in a folder.
    pub(super) fn find(&self, folder: usize, name: &str) -> Option<usize> {
        self.within(folder).into_iter().find(|entry| self.name(*entry).eq_ignore_ascii_case(name))
    }

    /// The bytes of a stream.
    pub(super) fn stream(&self, entry: usize) -> Option<Vec<u8>> {
        let entry = self.entries.get(entry)?;
        let (start, length) = (long(entry, 116)?, usize::try_from(long(entry, 120)?).ok()?);
        let mut stream = if length < SMALL {
            let mut stream = Vec::new();
            for sector in chain(&self.small_table, start)? {
                let from = usize::try_from(sector).ok()?.checked_mul(SMALL_SECTOR)?;
                let rest = self.small.get(from..)?;
                stream.extend_from_slice(rest.get(..SMALL_SECTOR).unwrap_or(rest));
            }
            stream
        } else {
            self.container.stream(start)?
        };
        stream.truncate(length);
        Some(stream)
    }

    /// The stream of the workbook, wherever it lies.
    fn workbook(&self) -> Option<Vec<u8>> {
        let named = |name: &str| (0..self.entries.len()).find(|entry| self.name(*entry).eq_ignore_ascii_case(name));
        self.stream(named("Workbook").or_else(|| named("Book"))?)
    }
}

/// The sectors of a chain; `None` when it leads astray or back into itself.
fn chain(table: &[u32], start: u32) -> Option<Vec<u32>> {
    let mut chain = Vec::new();
    let mut next = start;
    while next < MARKS {
        if chain.len() >= table.len() {
            return None;
        }
        chain.push(next);
        next = *table.get(usize::try_from(next).ok()?)?;
    }
    // Where only the mark of the end is known as one, every other would be followed.
    (next == 0xffff_fffe).then_some(chain)
}

/// Looks whether every sheet stretches over an area that can be held in memory, and begins where a record does.
fn look_through(book: &[u8]) -> Look {
    let (mut sheets, mut begins) = (Vec::new(), Vec::new());
    let mut area = Area::default();
    let mut rest = book;
    while let (Some(kind), Some(length)) = (short(rest, 0), short(rest, 2)) {
        let Some((data, after)) = rest.get(4..).and_then(|rest| rest.split_at_checked(usize::from(length))) else {
            break;
        };
        let fits = match kind {
            // All that follows is scrambled.
            0x002f => return Look::Locked,
            0x0085 => {
                sheets.extend(long(data, 0).and_then(|place| usize::try_from(place).ok()));
                true
            }
            0x0809 => {
                let place = book.len() - rest.len();
                begins.push(place);
                // Charts begin inside sheets and do not end their area.
                if sheets.contains(&place) {
                    area = Area::default();
                }
                true
            }
            0x0200 => stated(data).is_none_or(|area| area <= AREA),
            0x0006 | 0x0203 | 0x0204 | 0x00d6 | 0x0205 | 0x027e | 0x00fd => area.holds(data, short(data, 2)),
            0x00bd => area.holds(data, short(data, 2)) && area.holds(data, short(data, data.len().saturating_sub(2))),
            _ => true,
        };
        if !fits {
            return Look::Damaged;
        }
        rest = after;
    }
    if sheets.iter().all(|sheet| begins.contains(sheet)) { Look::Sound } else { Look::Damaged }
}

/// The area that a sheet states: first and last row, first and last column, the last ones left out.
fn stated(data: &[u8]) -> Option<u64> {
    let (top, bottom) = match data.len() {
        14.. => (u64::from(long(data, 0)?), u64::from(long(data, 4)?)),
        _ => (u64::from(short(data, 0)?), u64::from(short(data, 2)?)),
    };
    let (left, right) = match data.len() {
        14.. => (u64::from(short(data, 8)?), u64::from(short(data, 10)?)),
        _ => (u64::from(short(data, 4)?), u64::from(short(data, 6)?)),
    };
    let span = |from: u64, to: u64| to.checked_sub(from).map(|span| span + 1);
    // A sheet that ends before it begins is none that Excel wrote, except where both are nothing.
    Some(span(top, bottom).unwrap_or(u64::MAX).saturating_mul(span(left, right).unwrap_or(u64::MAX)))
}

#[derive(Default)]
struct Area(Option<[u64; 4]>);

impl Area {
    /// Takes a cell in; whether the area that all cells stretch over is still modest.
    fn holds(&mut self, data: &[u8], column: Option<u16>) -> bool {
        let (Some(row), Some(column)) = (short(data, 0).map(u64::from), column.map(u64::from)) else { return true };
        let [top, bottom, left, right] = self.0.unwrap_or([row, row, column, column]);
        let [top, bottom] = [top.min(row), bottom.max(row)];
        let [left, right] = [left.min(column), right.max(column)];
        self.0 = Some([top, bottom, left, right]);
        (bottom - top + 1) * (right - left + 1) <= AREA
    }
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?)?.try_into().ok().map(u16::from_le_bytes)
}

pub(super) fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok().map(u32::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASSETS: &[u8] = include_bytes!("../../../tests/evidence/xls/assets.xls");

    #[test]
    fn a_workbook_as_programs_write_it_is_sound() {
        assert_eq!(look(ASSETS), Look::Sound);
    }

    #[test]
    fn a_chain_that_runs_in_a_circle_is_not_followed() {
        assert_eq!(chain(&[1, 2, 0], 0), None);
        assert_eq!(chain(&[1, 0xffff_fffe], 0), Some(vec![0, 1]));
        assert_eq!(chain(&[7], 0), None);
        let folder = usize::try_from(long(ASSETS, 48).unwrap()).unwrap();
        let table = usize::try_from(long(ASSETS, 76).unwrap()).unwrap();
        let mut circle = ASSETS.to_vec();
        let at = (table + 1) * 512 + folder * 4;
        circle[at..at + 4].copy_from_slice(&u32::try_from(folder).unwrap().to_le_bytes());
        assert_eq!(look(&circle), Look::Damaged);
    }

    #[test]
    fn cells_in_far_corners_and_passwords_are_seen() {
        let cell = |row: u16, column: u16| {
            let mut record = vec![0x03, 0x02, 14, 0];
            record.extend(row.to_le_bytes().into_iter().chain(column.to_le_bytes()).chain([0; 10]));
            record
        };
        assert_eq!(look_through(&[cell(0, 0), cell(60_000, 9)].concat()), Look::Sound);
        assert_eq!(look_through(&[cell(0, 0), cell(60_000, 255)].concat()), Look::Damaged);
        assert_eq!(look_through(&[0x2f, 0, 2, 0, 1, 0]), Look::Locked);
    }

    #[test]
    fn nothing_broken_does_harm() {
        for length in 0..ASSETS.len() {
            look(&ASSETS[..length]);
        }
    }
}
