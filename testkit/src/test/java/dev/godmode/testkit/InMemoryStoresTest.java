package dev.godmode.testkit;

import dev.godmode.control.journal.Journal;
import dev.godmode.control.ledger.LedgerIndex;
import dev.godmode.control.ledger.SpendingBook;
import dev.godmode.control.log.LogStore;
import dev.godmode.control.mail.MailStore;
import dev.godmode.control.memory.MemoryIndex;
import dev.godmode.control.memory.MemoryStore;
import dev.godmode.control.memory.graph.KnowledgeGraph;
import dev.godmode.control.memory.summary.TidyRules;
import dev.godmode.control.outbox.OutboxPositions;
import dev.godmode.control.projection.Tables;
import dev.godmode.control.standby.ControlLease;
import dev.godmode.control.standby.LeaseTerms;
import dev.godmode.control.step.StepStore;
import dev.godmode.testkit.contract.ControlLeaseContract;
import dev.godmode.testkit.contract.JournalContract;
import dev.godmode.testkit.contract.KnowledgeGraphContract;
import dev.godmode.testkit.contract.LedgerIndexContract;
import dev.godmode.testkit.contract.LogStoreContract;
import dev.godmode.testkit.contract.MailStoreContract;
import dev.godmode.testkit.contract.MemoryIndexContract;
import dev.godmode.testkit.contract.MemoryStoreContract;
import dev.godmode.testkit.contract.OutboxPositionsContract;
import dev.godmode.testkit.contract.SpendingBookContract;
import dev.godmode.testkit.contract.StepStoreContract;
import dev.godmode.testkit.contract.TablesContract;
import dev.godmode.testkit.contract.TidyRulesContract;
import java.time.Instant;
import org.junit.jupiter.api.Nested;

/** The stores in memory keep the same promises as the real ones. */
class InMemoryStoresTest {

  @Nested
  class OfTheJournal extends JournalContract {
    private final Journal journal = new InMemoryJournal();

    @Override
    protected Journal journal() {
      return journal;
    }
  }

  @Nested
  class OfTheLease extends ControlLeaseContract {
    private final InMemoryLease.Shared shared = new InMemoryLease.Shared();

    @Override
    protected ControlLease lease(LeaseTerms terms) {
      return new InMemoryLease(shared, terms, () -> Instant.EPOCH);
    }
  }

  @Nested
  class OfTheTables extends TablesContract {
    private final Tables tables = new InMemoryTables();

    @Override
    protected Tables tables() {
      return tables;
    }
  }

  @Nested
  class OfTheLedgersIndex extends LedgerIndexContract {
    private final LedgerIndex index = new InMemoryLedgerIndex();

    @Override
    protected LedgerIndex index() {
      return index;
    }
  }

  @Nested
  class OfTheBooks extends SpendingBookContract {
    private final SpendingBook book = new InMemorySpendingBook();

    @Override
    protected SpendingBook book() {
      return book;
    }
  }

  @Nested
  class OfMemories extends MemoryStoreContract {
    private final MemoryStore store = new InMemoryMemoryStore();

    @Override
    protected MemoryStore store() {
      return store;
    }
  }

  @Nested
  class OfTheIndexOfMemories extends MemoryIndexContract {
    private final MemoryIndex index = new InMemoryMemoryIndex();

    @Override
    protected MemoryIndex index() {
      return index;
    }
  }

  @Nested
  class OfTheGraph extends KnowledgeGraphContract {
    private final KnowledgeGraph graph = new InMemoryKnowledgeGraph();

    @Override
    protected KnowledgeGraph graph() {
      return graph;
    }
  }

  @Nested
  class OfTheLogs extends LogStoreContract {
    private final LogStore logs = new InMemoryLogStore();

    @Override
    protected LogStore logs() {
      return logs;
    }
  }

  @Nested
  class OfTheOutbox extends OutboxPositionsContract {
    private final OutboxPositions positions = new InMemoryOutboxPositions();

    @Override
    protected OutboxPositions positions() {
      return positions;
    }
  }

  @Nested
  class OfTheMail extends MailStoreContract {
    private final MailStore store = new InMemoryMailStore();

    @Override
    protected MailStore store() {
      return store;
    }
  }

  @Nested
  class OfSteps extends StepStoreContract {
    private final StepStore store = new InMemoryStepStore();

    @Override
    protected StepStore store() {
      return store;
    }
  }

  @Nested
  class OfRulesForTidyScopes extends TidyRulesContract {
    private final TidyRules rules = new InMemoryTidyRules();

    @Override
    protected TidyRules rules() {
      return rules;
    }
  }
}
