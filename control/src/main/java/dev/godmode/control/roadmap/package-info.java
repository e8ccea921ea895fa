/**
 * The roadmap file {@code tasks/roadmap.jsonl}: read with patience, merged with what people change
 * by hand, and written again when tasks change.
 *
 * <p>The database is the truth and the file its picture. For each row three texts are compared: the
 * <em>base</em> (the row when file and database last agreed, kept in {@link
 * dev.godmode.control.roadmap.RoadmapStore}), the <em>file</em>'s row, and the row as the
 * <em>database</em> would write it. What only the file changed is a person's wish and becomes a
 * command; what only the database changed is written into the file; what both changed is a
 * conflict: the database is kept, and the other side is shown.
 *
 * <p>Nothing is lost: a line that cannot be read stays in the file as it is, where it is; a row
 * that was deleted by hand comes back, for its task is still there; a field that is not known here
 * is never touched. A line whose task did not change keeps its bytes.
 *
 * <p>When something stops between its steps: the file is replaced before the base is. So after a
 * crash the file may be newer than the base, which reads as a change that says what the database
 * says already, and does nothing.
 */
@NullMarked
package dev.godmode.control.roadmap;

import org.jspecify.annotations.NullMarked;
