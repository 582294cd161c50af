/**
 * What benchmarks left behind: result documents, read as what they are, files from elsewhere.
 *
 * <pre>
 *   ResultDocument   one file: figures, curves, the machine; ResultReader reads it, or says in a line why not
 *   ResultsFolder    the documents of benchmarks/results/
 *   Gauge            each figure that the sheet asks for: its id, what it counts, the command
 *   Measurements     all documents together: of each figure the newest
 * </pre>
 */
@NullMarked
package dev.whiteboard.capacity.result;

import org.jspecify.annotations.NullMarked;
