using System.Net;
using Collab.Gateway.SignIn;
using Collab.Local.SampleProviders;
using static Collab.Gateway.Tests.PortalSide;

namespace Collab.Gateway.Tests;

public sealed class ConnectedWorld : IAsyncLifetime
{
    public World World { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        World = await World.Start();
        await World.Connect("contoso");
        await World.Connect("northwind");
    }

    public async ValueTask DisposeAsync() => await World.DisposeAsync();
}

public sealed class SignInTests(ConnectedWorld connected) : IClassFixture<ConnectedWorld>
{
    private readonly World world = connected.World;

    [Fact]
    public async Task A_person_signs_in_at_their_own_company_and_comes_back_with_the_contracts_claims()
    {
        using var browser = world.NewBrowser();
        var request = world.Ask();
        var page = await browser.Open(request.Address);
        page.Heading.ShouldBe("Sign in");
        var provider = await browser.Submit(page, ("email", "Tomas.Arrieta@contoso.example"));
        provider.Heading.ShouldBe("Sign in at Contoso");
        provider.Address.GetLeftPart(UriPartial.Authority).ShouldBe(world.Issuers["contoso"].GetLeftPart(UriPartial.Authority));
        var back = await browser.As(provider, "contoso-tomas.arrieta");

        Query(back.Address, "state").ShouldBe(request.Parameters["state"]);
        var tokens = new Tokens((await world.Redeem(request, Query(back.Address, "code")!)).Answer);
        var id = tokens.IdJwt;
        id.Issuer.ShouldBe(world.Gateway.AbsoluteUri);
        id.Subject.ShouldBe(SubjectId.For("contoso", "contoso-tomas.arrieta"));
        id.GetClaim("company").Value.ShouldBe("contoso");
        id.GetClaim("name").Value.ShouldBe("Tomás Arrieta");
        id.GetClaim("email").Value.ShouldBe("tomas.arrieta@contoso.example");
        id.GetClaim("nonce").Value.ShouldBe(request.Parameters["nonce"]);
        id.GetClaim("auth_time").Value.ShouldNotBeEmpty();
        id.GetPayloadValue<string[]>("amr").ShouldBe(["pwd"]);
        var access = tokens.AccessJwt;
        access.Audiences.ShouldContain("collab-api");
        access.Subject.ShouldBe(id.Subject);
        access.GetClaim("company").Value.ShouldBe("contoso");
        access.GetClaim("sid").Value.ShouldBe(id.GetClaim("sid").Value);
        access.TryGetClaim("email", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_login_hint_leads_straight_to_the_provider()
    {
        using var browser = world.NewBrowser();
        var page = await browser.Open(world.Ask("mara.lindqvist@northwind.example").Address);
        page.Heading.ShouldBe("Sign in at Northwind");
        page.Html.IndexOf("Mara Lindqvist", StringComparison.Ordinal).ShouldBeLessThan(page.Html.IndexOf("Samuel Osei", StringComparison.Ordinal));
    }
}
