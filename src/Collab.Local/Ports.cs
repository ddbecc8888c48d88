using System.Net;
using System.Net.Sockets;

namespace Collab.Local;

/// <summary>Looks whether the ports are free before anything starts.</summary>
public static class Ports
{
    /// <summary>Checks that every port is free on both loopback addresses.</summary>
    /// <param name="ports">Each port with what it is for and the variable that moves it.</param>
    /// <exception cref="StartRefusedException">One is in use; the sentence names it and the variable that moves it.</exception>
    public static void RequireFree(IEnumerable<(int Port, string For, string Variable)> ports)
    {
        foreach (var (port, what, variable) in ports)
        {
            if (!IsFree(IPAddress.Loopback, port) || (Socket.OSSupportsIPv6 && !IsFree(IPAddress.IPv6Loopback, port)))
            {
                throw new StartRefusedException(
                    $"Port {port}, meant for {what}, is in use: end what uses it, or set {variable} to move it.");
            }
        }
    }

    private static bool IsFree(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return true;
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            // No such loopback address here (IPv6 switched off): nothing of ours listens on it either.
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
