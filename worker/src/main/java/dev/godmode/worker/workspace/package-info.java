/**
 * Workspaces that begin from a commit of a repository.
 *
 * <p>A node keeps a bare mirror of each repository. An attempt gets a repository of its own, cloned
 * from the mirror (its objects are linked, not copied), at the commit that control names. What it
 * changed is found out when it is over, by git with a folder, an index and settings of the worker's
 * own: nothing that the attempt wrote into its {@code .git} is read or run.
 */
@NullMarked
package dev.godmode.worker.workspace;

import org.jspecify.annotations.NullMarked;
