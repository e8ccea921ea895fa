/**
 * Old memories that are brought together into one, by a model and only where a person says so: each
 * time, or once by a rule that control carries out from then on.
 *
 * <p>A group is of one scope, one stream and one tag, and so is its summary, whatever its texts or
 * the model say. The summary and that its originals are summed up in it become true in one
 * transaction: whoever dies in the middle leaves everything as it was, and nothing is summed up
 * twice. A model that is away, or says nothing that will do, changes nothing; a rule tries again
 * later.
 */
@NullMarked
package dev.godmode.control.memory.summary;

import org.jspecify.annotations.NullMarked;
