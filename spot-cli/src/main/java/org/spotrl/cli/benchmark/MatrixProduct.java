package org.spotrl.cli.benchmark;

import java.util.ArrayList;
import java.util.List;

/**
 * A product of two stored matrices.
 *
 * @param leftRows rows of the stored left matrix
 * @param leftColumns columns of the stored left matrix
 * @param rightRows rows of the stored right matrix
 * @param rightColumns columns of the stored right matrix
 * @param transposeLeft whether the left matrix is transposed
 * @param transposeRight whether the right matrix is transposed
 */
record MatrixProduct(
    int leftRows,
    int leftColumns,
    int rightRows,
    int rightColumns,
    boolean transposeLeft,
    boolean transposeRight) {

  int rows() {
    return transposeLeft ? leftColumns : leftRows;
  }

  int columns() {
    return transposeRight ? rightRows : rightColumns;
  }

  /** Y = X W for each layer of a network with these sizes. */
  static List<MatrixProduct> forward(int batch, List<Integer> sizes) {
    List<MatrixProduct> products = new ArrayList<>();
    for (int i = 0; i + 1 < sizes.size(); i++) {
      int in = sizes.get(i);
      int out = sizes.get(i + 1);
      products.add(new MatrixProduct(batch, in, in, out, false, false));
    }
    return products;
  }

  /** dX = dY W^T for each layer from the given one on, last to first. */
  static List<MatrixProduct> inputGradients(int batch, List<Integer> sizes, int firstLayer) {
    List<MatrixProduct> products = new ArrayList<>();
    for (int i = sizes.size() - 2; i >= firstLayer; i--) {
      int in = sizes.get(i);
      int out = sizes.get(i + 1);
      products.add(new MatrixProduct(batch, out, in, out, false, true));
    }
    return products;
  }

  /** dW = X^T dY for each layer, last to first. */
  static List<MatrixProduct> weightGradients(int batch, List<Integer> sizes) {
    List<MatrixProduct> products = new ArrayList<>();
    for (int i = sizes.size() - 2; i >= 0; i--) {
      products.add(new MatrixProduct(batch, sizes.get(i), batch, sizes.get(i + 1), true, false));
    }
    return products;
  }

  /** All products of training a network, given the gradient of its output. */
  static List<MatrixProduct> training(int batch, List<Integer> sizes) {
    List<MatrixProduct> products = new ArrayList<>(forward(batch, sizes));
    products.addAll(weightGradients(batch, sizes));
    products.addAll(inputGradients(batch, sizes, 1));
    return products;
  }
}
