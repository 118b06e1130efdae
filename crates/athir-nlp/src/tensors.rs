//! Typed access to the tensors of a model file.

use half::f16;
use safetensors::{Dtype, SafeTensors, tensor::TensorView};

use crate::ModelError;

/// The tensors of one file, by name.
pub(crate) struct Tensors<'a>(SafeTensors<'a>);

impl<'a> Tensors<'a> {
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Tensors<'a>, ModelError> {
        Ok(Tensors(SafeTensors::deserialize(bytes)?))
    }

    /// The numbers of a tensor of any shape that ends in `last` columns.
    pub(crate) fn rows(&self, name: &str, last: usize) -> Result<Vec<f32>, ModelError> {
        let view = self.0.tensor(name)?;
        let fits = view.shape().last() == Some(&last);
        match view.dtype() {
            Dtype::F32 if fits => {
                Ok(view.data().as_chunks::<4>().0.iter().map(|&b| f32::from_le_bytes(b)).collect())
            }
            Dtype::F16 if fits => {
                Ok(view.data().as_chunks::<2>().0.iter().map(|&b| f16::from_le_bytes(b).to_f32()).collect())
            }
            _ => Err(mismatch(name, &view, format!("F32 or F16 [.., {last}]"))),
        }
    }

    /// The numbers of a tensor that must have exactly `shape`.
    pub(crate) fn exact(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let view = self.0.tensor(name)?;
        if view.shape() != shape {
            return Err(mismatch(name, &view, format!("F32 {shape:?}")));
        }
        self.rows(name, shape.last().copied().unwrap_or_default())
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.tensor(name).is_ok()
    }

    pub(crate) fn u64s(&self, name: &str) -> Result<Vec<u64>, ModelError> {
        let view = self.0.tensor(name)?;
        if view.dtype() != Dtype::U64 {
            return Err(mismatch(name, &view, "U64".to_owned()));
        }
        Ok(view.data().as_chunks::<8>().0.iter().map(|&b| u64::from_le_bytes(b)).collect())
    }

    pub(crate) fn u16s(&self, name: &str) -> Result<Vec<u16>, ModelError> {
        let view = self.0.tensor(name)?;
        if view.dtype() != Dtype::U16 {
            return Err(mismatch(name, &view, "U16".to_owned()));
        }
        Ok(view.data().as_chunks::<2>().0.iter().map(|&b| u16::from_le_bytes(b)).collect())
    }

    /// The raw bytes and row width of a table that is too large to be widened at once.
    pub(crate) fn table(&self, name: &str, width: usize) -> Result<Table, ModelError> {
        let view = self.0.tensor(name)?;
        if view.shape().len() != 2 || view.shape()[1] != width {
            return Err(mismatch(name, &view, format!("[rows, {width}]")));
        }
        let half = match view.dtype() {
            Dtype::F16 => true,
            Dtype::F32 => false,
            _ => return Err(mismatch(name, &view, "F16 or F32".to_owned())),
        };
        Ok(Table { bytes: view.data().to_vec(), width, half })
    }
}

fn mismatch(name: &str, view: &TensorView<'_>, expected: String) -> ModelError {
    ModelError::Tensor {
        name: name.to_owned(),
        found: format!("{:?} {:?}", view.dtype(), view.shape()),
        expected,
    }
}

/// A table of rows in the precision of the file, widened row by row on use.
pub(crate) struct Table {
    bytes: Vec<u8>,
    width: usize,
    half: bool,
}

impl Table {
    pub(crate) fn row(&self, row: usize, out: &mut [f32]) {
        if self.half {
            let row = &self.bytes[row * self.width * 2..][..self.width * 2];
            for (value, &bytes) in out.iter_mut().zip(row.as_chunks::<2>().0) {
                *value = f16::from_le_bytes(bytes).to_f32();
            }
        } else {
            let row = &self.bytes[row * self.width * 4..][..self.width * 4];
            for (value, &bytes) in out.iter_mut().zip(row.as_chunks::<4>().0) {
                *value = f32::from_le_bytes(bytes);
            }
        }
    }
}
