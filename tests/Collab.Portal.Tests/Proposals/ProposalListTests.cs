using Collab.Domain;
using Collab.Domain.Members;
using Collab.Domain.Proposals;
using Collab.Portal.Proposals;
using Collab.Portal.Store;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Proposals;

/// <summary>What an index answers is what Domain says of every state, one by one.</summary>
public sealed class ProposalListTests(StillRoom room) : IClassFixture<StillRoom>
{
    private static readonly MemberId Newcomer = new("newcomer");

    private readonly PortalNode node = room.Node;

    private ProposalReads Reads => node.Services.GetRequiredService<ProposalReads>();

    private IProposalLists Lists => node.Services.GetRequiredService<IProposalLists>();

    [Fact]
    public async Task What_waits_for_a_company_is_what_Domain_says_waits_for_it()
    {
        var facts = await Facts();
        var rows = await All();
        var waiting = 0;
        foreach (var company in facts.Roll.Admitted.Select(m => m.Id))
        {
            var expected = rows
                .Where(r => r.State.Audience.Admits(Engineer(company)) && (r.WaitsOn.Contains(company.Value)
                    || ProposalOutlook.For(r.State, facts.Roll, facts.Rules, facts.Now, facts.Moderating).Awaited.Contains(company)))
                .Select(r => r.Id).Order(StringComparer.Ordinal);

            var found = (await Reads.List(Engineer(company), new ProposalFilter(ProposalTab.Waits, Take: 500))).Rows.Select(r => r.Id).Order(StringComparer.Ordinal).ToList();

            string.Join(' ', found).ShouldBe(string.Join(' ', expected), company.Value);
            waiting += found.Count;
        }

        waiting.ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task What_is_read_for_home_is_nearest_first_and_says_when_there_is_more()
    {
        List<(Actor Actor, List<string> Ids)> waiting = [];
        foreach (var actor in (await Facts()).Roll.Admitted.Select(m => Engineer(m.Id)))
            waiting.Add((actor, [.. (await Reads.List(actor, new ProposalFilter(ProposalTab.Waits, Take: 500))).Rows.Select(r => r.Id)]));
        var (most, ids) = waiting.MaxBy(w => w.Ids.Count);
        ids.Count.ShouldBeGreaterThan(1);

        var (few, more) = await Lists.ThatWait(most, ids.Count - 1);
        var (every, noMore) = await Lists.ThatWait(most, ids.Count);

        (few.Count, more, noMore).ShouldBe((ids.Count - 1, true, false));
        every.Select(p => p.Id).Order().ShouldBe(ids.Order());
        few.Select(p => p.Id).ShouldBe(every.SkipLast(1).Select(p => p.Id));
        var ends = every.Select(p => p.Status == ProposalStatus.LastCall ? p.LastCall!.Ends : DateTimeOffset.MaxValue).ToList();
        ends.ShouldBe(ends.Order());
    }

    [Fact]
    public async Task A_moderators_desk_holds_the_most_urgent_of_each_status()
    {
        var moderator = Engineer((await Facts()).Roll.Admitted.First().Id) with { Roles = Roles.Moderator };
        var unsettled = (await All()).Where(r => r.State.Audience.Admits(moderator)
            && (r.Status is ProposalStatus.Open or ProposalStatus.LastCall or ProposalStatus.Tally or ProposalStatus.Agreed or ProposalStatus.AgreedWithDissent or ProposalStatus.UnderAppeal || r.State.Correction is not null)).ToList();

        var (every, noMore) = await Lists.ToModerate(moderator, 500);
        var (few, more) = await Lists.ToModerate(moderator, 1);

        every.Select(p => p.Id).Order(StringComparer.Ordinal).ShouldBe(unsettled.Select(r => r.Id).Order(StringComparer.Ordinal));
        few.Select(p => p.Status).Order().ShouldBe(unsettled.Select(r => r.Status).Distinct().Order());
        few.Single(p => p.Status == ProposalStatus.LastCall).LastCall!.Ends.ShouldBe(unsettled.Where(r => r.Status == ProposalStatus.LastCall).Min(r => r.State.LastCall!.Ends));
        (more, noMore).ShouldBe((true, false));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_company_that_comes_in_the_instant_a_proposal_opens_is_waited_for(bool opensFirst)
    {
        var id = (await All()).First(r => r.Status == ProposalStatus.Open).Id;
        string opens = $"update collab.mt_doc_proposalrow set spoke = spoke || '{{nobody}}' where id = '{id}'";
        const string Comes = "insert into collab.mt_doc_member (id, data) values ('member-newcomer', '{\"company\": \"newcomer\"}')";
        await using var source = NpgsqlDataSource.Create(room.Database.ConnectionString);
        await using var first = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var second = await source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        try
        {
            await Execute(first, "begin");
            await Execute(first, opensFirst ? opens : Comes);
            await Execute(second, "begin");
            var waits = Execute(second, opensFirst ? Comes : opens);
            await room.Database.UntilWaiting(1);
            await Execute(first, "commit");
            await waits;
            await Execute(second, "commit");

            await using var count = source.CreateCommand($"select count(*) from collab.proposal_waits where company = '{Newcomer}' and proposal = '{id}'");
            (await count.ExecuteScalarAsync(TestContext.Current.CancellationToken)).ShouldBe(1L);
        }
        finally
        {
            await room.Database.Execute("delete from collab.mt_doc_member where id = 'member-newcomer'; delete from collab.proposal_waits where company = 'newcomer'; update collab.mt_doc_proposalrow set spoke = array_remove(spoke, 'nobody')");
        }

        static async Task Execute(NpgsqlConnection connection, string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData("{0} {1}")]
    [InlineData("  {1}  {0} ")]
    [InlineData("{1}, ({0}) & !")]
    [InlineData("{0}:* <-> {1}")]
    public async Task A_title_is_found_by_the_beginnings_of_its_words_in_any_order_and_case(string typed)
    {
        var row = (await All()).First(r => r.Title.Split(' ') is [_, _, ..] && r.State.Audience.Admits(Engineer(new MemberId(r.Company))));
        var words = row.Title.Split(' ').Where(w => w.All(char.IsAsciiLetter)).OrderByDescending(w => w.Length).Take(2).Select(w => w.ToUpperInvariant()[..^1]).ToArray<object>();
        var asked = string.Format(System.Globalization.CultureInfo.InvariantCulture, typed, words);

        (await Named(row, asked)).ShouldContain(row.Id);
        (await Named(row, asked + " zebra")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("' or 1=1 --")]
    [InlineData("\0")]
    [InlineData("!&|()<->:*")]
    public async Task Signs_without_a_word_find_nothing_and_break_nothing(string typed) => (await Named((await All())[0], typed)).ShouldBeEmpty();

    [Fact]
    public async Task A_proposal_is_found_by_its_id_and_endless_words_break_nothing()
    {
        var row = (await All())[0];

        (await Named(row, $" {row.Id.ToLowerInvariant()} ")).ShouldBe([row.Id]);
        (await Named(row, new string('x', 100_000))).ShouldBeEmpty();
        (await Named(row, string.Join(' ', Enumerable.Range(0, 10_000)))).ShouldBeEmpty();
    }

    private static Actor Engineer(MemberId company) => new(new PersonId("p-" + company.Value), company, Roles.Engineer);

    private async Task<IEnumerable<string>> Named(ProposalRow row, string words) =>
        (await Lists.Named(Engineer(new MemberId(row.Company)), words, 50)).Select(p => p.Id);

    private async Task<Room> Facts() => await node.Services.GetRequiredService<RoomFacts>().Now(node.Services.GetRequiredService<TimeProvider>().GetUtcNow());

    private async Task<List<ProposalRow>> All()
    {
        await using var session = node.Services.GetRequiredService<IDocumentStore>().QuerySession();
        return [.. await session.Query<ProposalRow>().OrderBy(r => r.Id).ToListAsync(TestContext.Current.CancellationToken)];
    }
}
