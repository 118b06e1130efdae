//! Typed access to the tensors of a model file.

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
        if view.dtype() != Dtype::F32 || !fits {
            return Err(mismatch(name, &view, format!("F32 [.., {last}]")));
        }
        Ok(view.data().as_chunks::<4>().0.iter().map(|&b| f32::from_le_bytes(b)).collect())
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

    /// A table of 16-bit rows, each with its factor in `NAME.scale`.
    pub(crate) fn table(&self, name: &str, width: usize) -> Result<Table, ModelError> {
        let view = self.0.tensor(name)?;
        let n_rows = view.shape().first().copied().unwrap_or_default();
        if view.dtype() != Dtype::I16 || view.shape() != [n_rows, width] {
            return Err(mismatch(name, &view, format!("I16 [rows, {width}]")));
        }
        let numbers = view.data().as_chunks::<2>().0.iter().map(|&b| i16::from_le_bytes(b)).collect();
        Ok(Table { numbers, scale: self.exact(&format!("{name}.scale"), &[n_rows, 1])?, width })
    }
}

fn mismatch(name: &str, view: &TensorView<'_>, expected: String) -> ModelError {
    ModelError::Tensor {
        name: name.to_owned(),
        found: format!("{:?} {:?}", view.dtype(), view.shape()),
        expected,
    }
}

/// A table of rows of 16-bit numbers, widened on use.
pub(crate) struct Table {
    numbers: Vec<i16>,
    scale: Vec<f32>,
    width: usize,
}

impl Table {
    pub(crate) fn n_rows(&self) -> usize {
        self.scale.len()
    }

    pub(crate) fn row(&self, row: usize, out: &mut [f32]) {
        let scale = self.scale[row];
        for (value, &number) in out.iter_mut().zip(&self.numbers[row * self.width..][..self.width]) {
            *value = f32::from(number) * scale;
        }
    }
}
