//! What an expression says in units of the calendar, as TimeML's `value` attribute has it.
//!
//! The days of a reading tell when something happened; the value tells in which words it was said: "last month" is
//! a month, "the past four weeks" a length of weeks, "recently" a reference to the past.

use athir_model::TimePrecision;
use jiff::civil::Date;

use super::words::Unit;

/// What an expression says beside the days that it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// Nothing else: the days at their precision.
    Days,
    /// The unit of the calendar that holds a day.
    Calendar(Date, Grain),
    /// A length of time.
    Length(Length),
    /// Once in each such length of time.
    Each(Length),
    /// On each such day of the week, Monday being 0.
    EachWeekday(i8),
    /// A time that only its side of the present is known of.
    Reference(Reference),
}

/// A unit of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grain {
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Half,
    Season,
    Year,
    Decade,
    Century,
}

/// A length of time; the number is open in "months".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Length {
    pub(super) n: Option<u64>,
    pub(super) unit: Unit,
}

/// The side of the present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reference {
    Past,
    Present,
    Future,
}

impl Value {
    pub(super) fn length(n: u64, unit: Unit) -> Value {
        Value::Length(Length { n: Some(n), unit })
    }

    pub(super) fn open_length(unit: Unit) -> Value {
        Value::Length(Length { n: None, unit })
    }
}

impl Length {
    /// `P3D`, `PT16H`, `PXW`.
    pub(super) fn write(self) -> String {
        let n = self.n.map_or("X".to_owned(), |n| n.to_string());
        match self.unit {
            Unit::Minute => format!("PT{n}M"),
            Unit::Hour => format!("PT{n}H"),
            Unit::Day => format!("P{n}D"),
            Unit::Week => format!("P{n}W"),
            Unit::Month => format!("P{n}M"),
            Unit::Year => format!("P{n}Y"),
        }
    }
}

impl Reference {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Reference::Past => "PAST_REF",
            Reference::Present => "PRESENT_REF",
            Reference::Future => "FUTURE_REF",
        }
    }
}

impl Grain {
    /// The unit of a whole time of this precision.
    pub(super) fn of(precision: TimePrecision) -> Grain {
        match precision {
            TimePrecision::Day | TimePrecision::Unknown => Grain::Day,
            TimePrecision::Week => Grain::Week,
            TimePrecision::Month => Grain::Month,
            TimePrecision::Year => Grain::Year,
        }
    }

    /// `1998-08-07`, `1998-W32`, `1998-W32-WE`, `1998-08`, `1998-Q3`, `1998-H2`, `1998-SU`, `1998`, `199`, `19`.
    pub(super) fn write(self, date: Date) -> String {
        let (year, month) = (date.year(), date.month());
        match self {
            Grain::Day => format!("{year:04}-{month:02}-{:02}", date.day()),
            Grain::Week | Grain::Weekend => {
                let week = date.iso_week_date();
                let end = if self == Grain::Weekend { "-WE" } else { "" };
                format!("{:04}-W{:02}{end}", week.year(), week.week())
            }
            Grain::Month => format!("{year:04}-{month:02}"),
            Grain::Quarter => format!("{year:04}-Q{}", (month - 1) / 3 + 1),
            Grain::Half => format!("{year:04}-H{}", (month - 1) / 6 + 1),
            Grain::Season => {
                let season = match month {
                    3..=5 => "SP",
                    6..=8 => "SU",
                    9..=11 => "FA",
                    _ => "WI",
                };
                format!("{year:04}-{season}")
            }
            Grain::Year => format!("{year:04}"),
            Grain::Decade => format!("{:03}", year / 10),
            Grain::Century => format!("{:02}", year / 100),
        }
    }

    /// What stands for a unit of this size whose date is not known.
    pub(super) fn unknown(self) -> &'static str {
        match self {
            Grain::Day => "XXXX-XX-XX",
            Grain::Week => "XXXX-WXX",
            Grain::Weekend => "XXXX-WXX-WE",
            Grain::Month => "XXXX-XX",
            Grain::Quarter => "XXXX-QX",
            Grain::Half => "XXXX-HX",
            Grain::Season | Grain::Year => "XXXX",
            Grain::Decade => "XXX",
            Grain::Century => "XX",
        }
    }
}
