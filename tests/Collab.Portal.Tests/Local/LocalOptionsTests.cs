using System.Net;
using System.Net.Sockets;
using Collab.Local;
using Shouldly;
using Xunit;

namespace Collab.Portal.Tests.Local;

public sealed class LocalOptionsTests
{
    [Fact]
    public void Ports_follow_the_base()
    {
        var options = Parse([], ("COLLAB_PORT_BASE", "7000"));
        options.NodePort(0).ShouldBe(7000);
        options.GatewayPort.ShouldBe(7001);
        options.NodePort(1).ShouldBe(7002);
        options.ProviderPort(0).ShouldBe(7010);
        options.PostgresPort.ShouldBe(7020);
    }

    [Fact]
    public void Defaults_are_one_node_on_5080()
    {
        var options = Parse([]);
        options.Nodes.ShouldBe(1);
        options.PortBase.ShouldBe(5080);
        options.Fresh.ShouldBeFalse();
        options.ConnectionString.ShouldBeNull();
    }

    [Theory]
    [InlineData("--wat", "--wat")]
    [InlineData("--nodes", "--nodes takes a number from 1 to 4")]
    [InlineData("--nodes 0", "--nodes takes a number from 1 to 4")]
    [InlineData("--nodes 1.5", "--nodes takes a number from 1 to 4")]
    public void What_is_not_known_is_refused_by_name(string words, string says) =>
        Should.Throw<StartRefusedException>(() => Parse(words.Split(' '))).Message.ShouldContain(says);

    [Theory]
    [InlineData("80")]
    [InlineData("-1")]
    [InlineData("seven")]
    [InlineData("99999")]
    public void A_port_base_that_is_none_is_refused_by_name(string value) =>
        Should.Throw<StartRefusedException>(() => Parse([], ("COLLAB_PORT_BASE", value))).Message.ShouldContain("COLLAB_PORT_BASE");

    [Fact]
    public void A_busy_port_is_named_with_the_variable_that_moves_it()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Should.Throw<StartRefusedException>(() => Ports.RequireFree([(port, "the portal", "COLLAB_PORT_BASE")]))
            .Message.ShouldBe($"Port {port}, meant for the portal, is in use: end what uses it, or set COLLAB_PORT_BASE to move it.");
    }

    private static LocalOptions Parse(string[] args, params (string Name, string Value)[] environment) =>
        LocalOptions.Parse(args, name => environment.FirstOrDefault(e => e.Name == name).Value);
}
