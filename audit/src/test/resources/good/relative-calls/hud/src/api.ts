export const tasks = () => fetch("/api/v1/tasks");
export const dev = import.meta.env.DEV ? "http://localhost:5051" : "";
