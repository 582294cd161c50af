package dev.whiteboard.capacity.result;

/**
 * What figures were measured on.
 *
 * @param cores how many
 * @param processor its name
 * @param memoryMegabytes of the whole machine
 * @param jdk which Java
 * @param kernel the system and its version
 * @param loadAverage how many threads wanted a core when it began: near 0 where it was quiet
 * @param calibration the score of a fixed piece of work in the same run, higher is faster; 0 where
 *     it was not taken
 */
public record Machine(
    int cores,
    String processor,
    long memoryMegabytes,
    String jdk,
    String kernel,
    double loadAverage,
    double calibration) {
  /** On one line. */
  public String inWords() {
    return "%d cores, %s, %,d MB, %s, JDK %s"
        .formatted(cores, processor, memoryMegabytes, kernel, jdk);
  }
}
