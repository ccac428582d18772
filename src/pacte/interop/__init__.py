"""Exchanges with partners: outbound and inbound messages, acknowledgements, rejections, files of acts."""
