package org.spotrl.tensorflow.input;

/** Where the transitions of one program come from. */
@FunctionalInterface
public interface BatchSource {

  /** This many transitions, new ones in each update. */
  Batch sample(int size);
}
