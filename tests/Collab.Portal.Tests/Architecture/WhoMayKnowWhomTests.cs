using System.Xml.Linq;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Shouldly;
using Xunit;
using Assembly = System.Reflection.Assembly;

namespace Collab.Portal.Tests.Architecture;

/// <summary>Who may know whom: between projects, and between the features inside the portal.</summary>
public sealed class WhoMayKnowWhomTests
{
    // What every feature may lean on. Everything else directly under Collab.Portal is a feature.
    private static readonly string[] Frame = ["Store", "Shell", "SignIn", "Api"];

    private static readonly string[] ForbiddenNames =
        ["Core", "Common", "Shared", "Infrastructure", "Services", "Managers", "Utils", "Repositories"];

    private static readonly Assembly Domain = typeof(Collab.Domain.Decision).Assembly;
    private static readonly Assembly Portal = typeof(PortalHost).Assembly;
    private static readonly Assembly Gateway = Assembly.Load("Collab.Gateway");
    private static readonly Assembly Local = Assembly.Load("Collab.Local");

    private static readonly Lazy<IReadOnlyList<IType>> PortalTypes = new(() =>
        [.. new ArchLoader().LoadAssembly(Portal).Build().Types.Where(type => FeatureOf(type) is not null || IsRoot(type))]);

    [Theory]
    [InlineData("src/Collab.Domain", new string[0])]
    [InlineData("src/Collab.Gateway", new string[0])]
    [InlineData("src/Collab.Portal", new[] { "Collab.Domain" })]
    [InlineData("src/Collab.Tool", new[] { "Collab.Domain" })]
    [InlineData("src/Collab.Local", new[] { "Collab.Gateway", "Collab.Portal" })]
    public void A_project_refers_to_no_other_than(string project, string[] others) =>
        XDocument.Load(Directory.GetFiles(Repository.File(project), "*.csproj").Single())
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))
            .Order(StringComparer.Ordinal)
            .ShouldBe(others);

    [Fact]
    public void The_domain_needs_nothing_but_the_base_class_library()
    {
        Domain.GetReferencedAssemblies().Select(a => a.Name!).ShouldAllBe(name => name.StartsWith("System.", StringComparison.Ordinal));
        File.ReadAllText(Repository.File("src", "Collab.Domain", "packages.lock.json")).ShouldNotContain("\"resolved\"");
    }

    [Fact]
    public void The_gateway_knows_nothing_of_ours() =>
        Gateway.GetReferencedAssemblies().Select(a => a.Name!).ShouldAllBe(name => !name.StartsWith("Collab", StringComparison.Ordinal));

    [Fact]
    public void The_portal_knows_the_domain_alone() =>
        Portal.GetReferencedAssemblies().Select(a => a.Name!).Where(name => name.StartsWith("Collab", StringComparison.Ordinal))
            .ShouldBe(["Collab.Domain"]);

    [Fact]
    public void A_feature_of_the_portal_knows_no_other_feature() =>
        PortalTypes.Value
            .Where(type => FeatureOf(type) is { } feature && !Frame.Contains(feature))
            .SelectMany(type => Strangers(type, FeatureOf(type)!))
            .Distinct()
            .ShouldBeEmpty();

    [Fact]
    public void A_reference_inside_a_method_is_seen() =>
        PortalTypes.Value.Single(type => type.FullName == "Collab.Portal.Features").Dependencies
            .Select(d => FeatureOf(d.Target)).ShouldContain("Proposals", "or the test above would prove nothing");

    [Fact]
    public void No_namespace_is_called_by_a_word_that_says_nothing()
    {
        var words = new[] { Domain, Portal, Gateway, Local }.SelectMany(a => a.GetTypes())
            .Where(type => type.Namespace?.StartsWith("Collab", StringComparison.Ordinal) == true)
            .SelectMany(type => type.Namespace!.Split('.'))
            .Distinct();
        words.Intersect(ForbiddenNames).ShouldBeEmpty();
    }

    private static IEnumerable<string> Strangers(IType type, string feature) =>
        type.Dependencies
            .Select(dependency => dependency.Target)
            .Where(target => FeatureOf(target) is { } other && other != feature && !Frame.Contains(other))
            .Select(target => $"{type.FullName} -> {target.FullName}");

    private static bool IsRoot(IType type) => type.Namespace?.FullName == "Collab.Portal";

    private static string? FeatureOf(IType type) =>
        type.Namespace?.FullName.Split('.') is ["Collab", "Portal", var feature, ..] ? feature : null;
}
