package dev.godmode.protocol.task;

/**
 * How a task that others come after has ended, with what it leaves to them.
 *
 * @param label its roadmap key where it has one, else its id: the name of its file among the inputs
 */
public record EndedDependency(TaskId task, String label, TaskState state, String result) {}
