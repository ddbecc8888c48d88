using Collab.Portal.Store;
using Npgsql;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Store;

public sealed class OutageTests
{
    [Theory]
    [InlineData("57P01")] // shutting down
    [InlineData("57P03")] // starting
    [InlineData("53300")] // too many connections
    [InlineData("53100")] // disk full
    [InlineData("55000")] // the database takes no connections
    [InlineData("08006")] // the connection broke
    public void What_PostgreSQL_cannot_do_now_is_an_outage(string state) =>
        Outage.Is(new InvalidOperationException("wrapped", new InvalidOperationException("twice", Said(state)))).ShouldBeTrue();

    [Theory]
    [InlineData("42601")] // a syntax error
    [InlineData("23505")] // a unique violation
    [InlineData("22021")] // a character that cannot be stored
    public void What_is_wrong_with_a_statement_is_a_bug(string state) => Outage.Is(Said(state)).ShouldBeFalse();

    [Fact]
    public void No_answer_at_all_is_an_outage()
    {
        Outage.Is(new NpgsqlException("refused")).ShouldBeTrue();
        Outage.Is(new TimeoutException()).ShouldBeTrue();
        Outage.Is(new InvalidOperationException()).ShouldBeFalse();
    }

    private static PostgresException Said(string state) => new("said", "ERROR", "ERROR", state);
}
