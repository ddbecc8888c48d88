using System.Text.RegularExpressions;
using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Architecture;

/// <summary>The same packages restore everywhere: exact versions, in one place, locked.</summary>
public sealed partial class PackageTests
{
    public static TheoryData<string> Projects => [.. Repository.Projects.Select(p => Path.GetRelativePath(Repository.Root, p))];

    [Fact]
    public void Every_version_is_exact()
    {
        var versions = XDocument.Load(Repository.File("Directory.Packages.props")).Descendants("PackageVersion").ToList();
        versions.ShouldNotBeEmpty();
        foreach (var version in versions)
        {
            version.Attribute("Version")!.Value.ShouldMatch(Exact().ToString(), version.Attribute("Include")!.Value);
        }

        versions.Select(v => v.Attribute("Include")!.Value).ShouldBeUnique();
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_states_no_version_of_its_own(string project) =>
        XDocument.Load(Repository.File(project)).Descendants("PackageReference")
            .Where(r => r.Attribute("Version") is not null || r.Attribute("VersionOverride") is not null || r.Element("Version") is not null)
            .Select(r => r.Attribute("Include")!.Value)
            .ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_has_its_lock_file(string project) =>
        File.Exists(Path.Combine(Path.GetDirectoryName(Repository.File(project))!, "packages.lock.json")).ShouldBeTrue();

    [GeneratedRegex(@"^\d+\.\d+(\.\d+){1,2}(-[0-9A-Za-z.-]+)?$")]
    private static partial Regex Exact();
}
