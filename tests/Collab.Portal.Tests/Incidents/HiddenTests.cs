using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Collab.Domain;
using Collab.Domain.Sharing;
using Collab.Portal.Incidents;
using Collab.Portal.Store;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using static Collab.Portal.Tests.Incidents.IncidentRoom;

namespace Collab.Portal.Tests.Incidents;

/// <summary>A company that is no recipient cannot tell that a report exists.</summary>
public sealed partial class HiddenTests : IAsyncLifetime
{
    private const string Unknown = "IR-ZZZZZ";

    private IncidentRoom room = null!;

    public async ValueTask InitializeAsync() => room = await IncidentRoom.Open();

    public ValueTask DisposeAsync() => room.DisposeAsync();

    [Fact]
    public async Task Every_endpoint_answers_a_hidden_id_as_an_unknown_one()
    {
        var hidden = await room.UnderReview();
        var endpoints = room.Node.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText?.StartsWith("/api/v1/incidents/{id}", StringComparison.Ordinal) == true).ToList();
        endpoints.Count.ShouldBeGreaterThan(30);

        foreach (var endpoint in endpoints)
        {
            var answers = new List<(string Id, string Answer)>();
            foreach (var id in (string[])[hidden, Unknown])
                answers.Add((id, await Ask(endpoint, id)));
            answers[0].Answer.ShouldBe(answers[1].Answer, endpoint.RoutePattern.RawText);
            answers[0].Answer.ShouldStartWith("404", Case.Sensitive, endpoint.RoutePattern.RawText);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("?version=1")]
    [InlineData("?event=3")]
    public async Task The_page_of_a_hidden_report_is_the_page_of_an_unknown_one(string query)
    {
        var hidden = await room.UnderReview();
        using var browser = await SignedInBrowser.For(room.Node, TestRoom.Jonas, TestRoom.Tailspin);
        var pages = new List<string>();
        foreach (var id in (string[])[hidden, Unknown])
        {
            using var answer = await browser.GetAsync(new Uri($"/incidents/{id}{query}", UriKind.Relative));
            pages.Add($"{(int)answer.StatusCode}\n{Names(answer)}\n{PerRequest().Replace((await answer.Content.ReadAsStringAsync()).Replace(id, "ID", StringComparison.Ordinal), "")}");
        }

        FirstDifference(pages[0], pages[1]).ShouldBeNull();
        pages[0].ShouldContain(Refusal.NotFound.Sentence);

        using var reader = await SignedInBrowser.For(room.Node, TestRoom.Priya, TestRoom.Fabrikam);
        (await reader.GetStringAsync(new Uri($"/incidents/{hidden}", UriKind.Relative))).ShouldContain("Content update of 19 July 2024");
    }

    [Fact]
    public async Task A_company_that_is_added_sees_the_report_and_one_that_is_removed_loses_it_at_once()
    {
        var id = await room.Shared();
        (await List(room.Jonas)).ShouldBeEmpty();
        await Do(room.Tomas, id, "change-audience", new { audience = Amber("tailspin"), reason = "Same interpreter." });
        (await List(room.Jonas)).ShouldBe([id]);
        (await Read(room.Jonas, id)).GetProperty("companies").GetArrayLength().ShouldBe(4);

        // An open screen is handed the new view, and finds that its person is not admitted any more.
        var lost = new TaskCompletionSource<Audience>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var seat = await room.Node.Services.GetRequiredService<Rooms<IncidentView>>().Enter(id, view =>
        {
            if (view?.Report.Audience.Companies.Contains(TestRoom.Tailspin) == false)
                lost.TrySetResult(view.Report.Audience);
            return Task.CompletedTask;
        });
        await Do(room.Tomas, id, "change-audience", new { audience = Amber(), reason = "Added by mistake." });

        await lost.Task.WaitAsync(TimeSpan.FromSeconds(10));
        (await List(room.Jonas)).ShouldBeEmpty();
        (await Refused(room.Jonas, id, "set-company-status", new { status = "Affected" })).Status.ShouldBe(404);
        (await room.Jonas.GetAsync(new Uri($"/api/v1/incidents/{id}?version=1", UriKind.Relative))).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Who_is_added_later_reads_what_is_there_from_then_on_and_never_the_drafting()
    {
        var id = await room.Filled();
        await Do(room.Tomas, id, "edit-section", new { section = "WhatHappened", markdown = "Our customer is X." });
        await Do(room.Tomas, id, "edit-section", new { section = "WhatHappened", markdown = "A customer was hit." });
        await Do(room.Tomas, id, "share-report", new { audience = Amber() });
        await Do(room.Tomas, id, "edit-section", new { section = "WhatHappened", markdown = "A host was hit." });
        await Do(room.Tomas, id, "change-audience", new { audience = Amber("tailspin"), reason = "Added." });

        foreach (var number in Enumerable.Range(1, 20))
        {
            using var early = await room.Priya.GetAsync(new Uri($"/api/v1/incidents/{id}?event={number}", UriKind.Relative));
            (await early.Content.ReadAsStringAsync()).ShouldNotContain("Our customer is X");
            using var late = await room.Jonas.GetAsync(new Uri($"/api/v1/incidents/{id}?event={number}", UriKind.Relative));
            (await late.Content.ReadAsStringAsync()).ShouldNotContain("A customer was hit");
        }

        var first = await room.Priya.GetFromJsonAsync<JsonElement>($"/api/v1/incidents/{id}?version=1");
        first.GetProperty("sections")[0].GetProperty("text").GetProperty("markdown").GetString().ShouldBe("A customer was hit.");
        var history = await room.Priya.GetFromJsonAsync<JsonElement>($"/api/v1/incidents/{id}/history");
        history.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("name").GetString()).ShouldBe(["AudienceChanged", "SectionEdited", "ReportShared"]);
    }

    [Fact]
    public async Task Lists_and_keys_of_pages_tell_nothing_of_what_stands_between()
    {
        var seen = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            await room.Filled($"Draft {i}");
            seen.Add(await room.Shared($"Shared {i}"));
        }

        (await List(room.Priya)).ShouldBe(Enumerable.Reverse(seen));
        (await List(room.Jonas)).ShouldBeEmpty();
        var page = await room.Jonas.GetFromJsonAsync<JsonElement>("/api/v1/incidents?after=999999999999999999.IR-00000");
        page.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    private async Task<string> Ask(RouteEndpoint endpoint, string id)
    {
        var method = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods[0];
        using var request = new HttpRequestMessage(new HttpMethod(method), endpoint.RoutePattern.RawText!.Replace("{id}", id, StringComparison.Ordinal));
        if (endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is { } type)
            request.Content = JsonContent.Create(Example(type) ?? new JsonObject());
        using var answer = await room.Jonas.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        return $"{(int)answer.StatusCode} {Names(answer)} {PerRequest().Replace(body, "")}";
    }

    private static string? FirstDifference(string one, string other)
    {
        var at = one.Zip(other).TakeWhile(c => c.First == c.Second).Count();
        return one == other ? null : $"{one[Math.Max(0, at - 80)..Math.Min(one.Length, at + 80)]} <> {other[Math.Max(0, at - 80)..Math.Min(other.Length, at + 80)]}";
    }

    private static string Names(HttpResponseMessage answer) =>
        string.Join(", ", answer.Headers.Concat(answer.Content.Headers).Select(h => h.Key).Where(k => k is not ("Date" or "Content-Length")).Order(StringComparer.Ordinal));

    // A body that can be read, made from the command's own constructor: so that a command added later is asked too.
    private static JsonNode? Example(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return "https://contoso.example/";
        if (type == typeof(DateTimeOffset))
            return "2024-07-19T04:09:00Z";
        if (type == typeof(DateOnly))
            return "2030-01-31";
        if (type.IsEnum)
            return Enum.GetNames(type)[0];
        if (type == typeof(int) || type == typeof(long))
            return 1;
        if (type == typeof(bool))
            return true;
        if (type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>)))
            return "contoso";
        if (typeof(System.Collections.IEnumerable).IsAssignableFrom(type))
            return new JsonArray();
        var constructor = type.GetConstructors(BindingFlags.Public | BindingFlags.Instance).MaxBy(c => c.GetParameters().Length)!;
        return new JsonObject(constructor.GetParameters().Select(p => KeyValuePair.Create(JsonNamingPolicy.CamelCase.ConvertName(p.Name!), Example(p.ParameterType))));
    }

    // What differs between any two requests: trace ids, Blazor's protected markers, the clock, ids made at random.
    [GeneratedRegex("\"(traceId|reference)\":\"[^\"]*\"|<!--Blazor[^>]*-->|<!--Blazor-Server-Component-State:[^>]*-->|nonce=\"[^\"]*\"|data-permanent=\"[^\"]*\"|value=\"CfDJ8[^\"]*\"|<time [^>]*data-clock>[^<]*</time>|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mud[a-z]*[-_]?[0-9a-f]{8,}")]
    private static partial Regex PerRequest();
}
