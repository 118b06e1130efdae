//! Each shape on invented incidents: its header, its values, and what it leaves out.

mod acled;
mod cameo;
mod plover;
mod ucdp;
