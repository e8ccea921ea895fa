package dev.godmode.server.mcp;

import static dev.godmode.server.mcp.Effect.ENDS;
import static dev.godmode.server.mcp.Effect.READS;
import static dev.godmode.server.mcp.Effect.SETS;
import static dev.godmode.server.mcp.ToolDraft.tool;

import java.util.List;

/** The fleet: its machines, its lines of work, its agents and models. */
final class FleetTools {

  private static final String REASON = "why, for the ledger and for people";

  static final List<ToolDraft> FLEET =
      List.of(
          tool(
              "fleet_queue",
              "Count the fleet's work",
              READS,
              "GET /api/v1/queue",
              "How many tasks live, wait in line and run."),
          tool(
              "autopilot_status",
              "Show the autopilot",
              READS,
              "GET /api/v1/autopilot",
              "Whether tasks of the roadmap start by themselves, and what it works on or is blocked by."),
          tool(
                  "autopilot_switch",
                  "Pause or resume the autopilot",
                  SETS,
                  "POST /api/v1/autopilot",
                  "Pause the autopilot (on: false) or let it go on (on: true). What runs goes on.")
              .says("on", "whether tasks of the roadmap start by themselves"),
          tool(
              "nodes_list",
              "List nodes",
              READS,
              "GET /api/v1/nodes",
              "The machines of the fleet: state, what they have and offer, what runs there."),
          tool(
                  "node_cordon",
                  "Cordon a node",
                  SETS,
                  "POST /api/v1/nodes/{id}/cordon",
                  "Give a machine no new work; what runs there goes on.")
              .says("id", "the node's name or id")
              .says("reason", REASON),
          tool(
                  "node_uncordon",
                  "Uncordon a node",
                  SETS,
                  "POST /api/v1/nodes/{id}/uncordon",
                  "Give a machine work again.")
              .says("id", "the node's name or id"),
          tool(
                  "node_drain",
                  "Drain a node",
                  ENDS,
                  "POST /api/v1/nodes/{id}/drain",
                  "Give a machine no new work, and stop what still runs there in the end.")
              .says("id", "the node's name or id")
              .says("within", "then what still runs is recalled; ten minutes where nothing is said")
              .says("hand_over", "whether work is taken elsewhere as soon as there is room"),
          tool(
              "streams_list",
              "List streams",
              READS,
              "GET /api/v1/streams",
              "Lines of work: what waits and runs in each, their shares and limits."),
          tool(
                  "stream_set",
                  "Set a stream's share or limit",
                  SETS,
                  "POST /api/v1/streams/{name}",
                  "Set how much of the fleet a line of work gets.")
              .says("name", "the stream; - for tasks of no stream")
              .says("weight", "its share against others, 1 to 1000")
              .says("max_running", "attempts at once, 0 for no limit"),
          tool(
                  "stream_pause",
                  "Pause a stream",
                  SETS,
                  "POST /api/v1/streams/{name}/pause",
                  "Start nothing of a line of work; what runs goes on.")
              .says("name", "the stream; - for tasks of no stream")
              .says("reason", REASON),
          tool(
                  "stream_resume",
                  "Resume a stream",
                  SETS,
                  "POST /api/v1/streams/{name}/resume",
                  "Start a line of work's tasks again.")
              .says("name", "the stream; - for tasks of no stream"),
          tool(
              "agents_list",
              "List types of agents",
              READS,
              "GET /api/v1/agents",
              "The types of agents there are, with their drivers, models and limits."),
          tool(
              "agents_live",
              "List persistent agents",
              READS,
              "GET /api/v1/agents/live",
              "The agents that are kept running, and how they are."),
          tool(
              "models_list",
              "List models and budgets",
              READS,
              "GET /api/v1/models",
              "Providers and their models, how they do, prices, budgets and what is left of them."),
          tool(
              "budget_set",
              "Set a budget",
              SETS,
              "POST /api/v1/models/budgets",
              "Limit what may be spent on models, in all or each day; without 'cap' the budget is gone."),
          tool(
              "whoami",
              "Say who I am",
              READS,
              "GET /api/v1/whoami",
              "Who you are to the fleet, what you may do, and until when."));

  private FleetTools() {}
}
